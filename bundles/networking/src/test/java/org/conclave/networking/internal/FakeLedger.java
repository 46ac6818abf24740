package org.conclave.networking.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.OrganisationListener;

/**
 * One device's view of who is a member. A device that is not in it is admitted all the same if it
 * presents its {@link #certificate}, as a newcomer does whose certificate is signed, and is in it
 * then. A certificate of another device is worth nothing.
 */
final class FakeLedger implements AdmissionAuthority {
  private final Map<DeviceId, Member> members = new ConcurrentHashMap<>();
  private final Map<DeviceId, Admission.Refused> refused = new ConcurrentHashMap<>();
  private final List<Admission.Refused> told = new CopyOnWriteArrayList<>();
  private final List<DeviceId> judged = new CopyOnWriteArrayList<>();
  private final List<OrganisationListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<DeviceId, Member> certified;
  private volatile Bytes frame;
  private volatile Admission.Refused refusal = new Admission.Refused(2, "unknown here");
  private volatile Runnable onRefusal = () -> {};

  /**
   * @param certified whose certificates are good, whether known here or not
   */
  FakeLedger(DeviceId own, Map<DeviceId, Member> certified) {
    this.certified = certified;
    this.frame = certificate(own);
  }

  /** What a device presents. */
  static Bytes certificate(DeviceId device) {
    return Bytes.utf8("certificate of " + device.value().toHex());
  }

  void add(Member member) {
    members.put(member.device().orElseThrow(), member);
    changed();
  }

  void revoke(DeviceId device) {
    certified.remove(device);
    members.remove(device);
    changed();
  }

  private void changed() {
    listeners.forEach(OrganisationListener::organisationChanged);
  }

  void listen(OrganisationListener listener) {
    listeners.add(listener);
  }

  void unlisten(OrganisationListener listener) {
    listeners.remove(listener);
  }

  /** What this device presents from now on. */
  void present(Bytes newFrame) {
    frame = newFrame;
    changed();
  }

  /** What those who are not admitted are told from now on. */
  void refuseWith(int verdict, Bytes... proofs) {
    refusal = new Admission.Refused(verdict, "unknown here", List.of(proofs));
  }

  /** Refuses one device, whatever it presents. */
  void refuse(DeviceId device, int verdict) {
    refused.put(device, new Admission.Refused(verdict, "refused here"));
  }

  /** Refuses it no more. */
  void accept(DeviceId device) {
    refused.remove(device);
  }

  /** What peers answered to this device. */
  List<Admission.Refused> told() {
    return told;
  }

  /** How often the device presented something here. */
  long judged(DeviceId device) {
    return judged.stream().filter(device::equals).count();
  }

  /** What follows from a refusal, on the thread that brought it. */
  void onRefusal(Runnable consequence) {
    onRefusal = consequence;
  }

  @Override
  public Bytes admissionFrame() {
    return frame;
  }

  @Override
  public Admission judge(DeviceId authenticated, Bytes presented) {
    judged.add(authenticated);
    Admission.Refused personal = refused.get(authenticated);
    if (personal != null) {
      return personal;
    }
    Member member = certified.get(authenticated);
    if (member == null || !presented.equals(certificate(authenticated))) {
      return refusal;
    }
    if (members.put(authenticated, member) == null) {
      changed();
    }
    return new Admission.Admitted(member);
  }

  @Override
  public Optional<Member> admitted(DeviceId device) {
    return Optional.ofNullable(members.get(device));
  }

  @Override
  public void refusedBy(DeviceId peer, Admission.Refused refusal) {
    told.add(refusal);
    onRefusal.run();
  }
}
