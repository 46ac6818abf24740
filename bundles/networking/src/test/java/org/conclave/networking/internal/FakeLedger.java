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
 * presents {@link #CERTIFICATE}, as a newcomer does whose certificate is signed, and is in it then.
 */
final class FakeLedger implements AdmissionAuthority {
  static final String CERTIFICATE = "certificate:";

  private final Map<DeviceId, Member> members = new ConcurrentHashMap<>();
  private final List<Admission.Refused> told = new CopyOnWriteArrayList<>();
  private final List<OrganisationListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<DeviceId, Member> certified;
  private volatile Bytes frame = Bytes.utf8(CERTIFICATE);
  private volatile int verdict = 2;

  /**
   * @param certified whose certificates are good, whether known here or not
   */
  FakeLedger(Map<DeviceId, Member> certified) {
    this.certified = certified;
  }

  void add(Member member) {
    members.put(member.device().orElseThrow(), member);
    listeners.forEach(OrganisationListener::organisationChanged);
  }

  void revoke(DeviceId device) {
    certified.remove(device);
    members.remove(device);
    listeners.forEach(OrganisationListener::organisationChanged);
  }

  void listen(OrganisationListener listener) {
    listeners.add(listener);
  }

  void present(Bytes newFrame) {
    frame = newFrame;
  }

  /** What the refused are told from now on. */
  void refuseWith(int newVerdict) {
    verdict = newVerdict;
  }

  /** What peers answered to this device. */
  List<Admission.Refused> told() {
    return told;
  }

  @Override
  public Bytes admissionFrame() {
    return frame;
  }

  @Override
  public Admission judge(DeviceId authenticated, Bytes presented) {
    Member member = certified.get(authenticated);
    if (member == null || !presented.toUtf8().startsWith(CERTIFICATE)) {
      return new Admission.Refused(verdict, "unknown here");
    }
    if (members.put(authenticated, member) == null) {
      listeners.forEach(OrganisationListener::organisationChanged);
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
  }
}
