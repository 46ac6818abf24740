package org.conclave.onboarding.internal;

import java.util.concurrent.TimeUnit;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.AdmissionAuthority;

/** What the admission dialogue of two nodes does, in memory. */
final class Meeting {
  private Meeting() {}

  /** Whether both admit each other. Whatever follows from it is settled when this returns. */
  static boolean of(Person dialler, Person listener) throws Exception {
    MemberSession one = dialler.session();
    MemberSession other = listener.session();
    boolean admitted =
        presents(one, other, one.membership().device(), other.membership().device())
            && presents(other, one, other.membership().device(), one.membership().device());
    settle(dialler, listener);
    return admitted;
  }

  private static boolean presents(
      MemberSession who, MemberSession to, DeviceId device, DeviceId judge) {
    Bytes frame = who.admissionAuthority().admissionFrame();
    AdmissionAuthority gate = to.admissionAuthority();
    if (gate.judge(device, frame) instanceof Admission.Refused refused) {
      who.admissionAuthority().refusedBy(judge, refused);
      return false;
    }
    return true;
  }

  /** Lets what was handed to onboarding's own threads be done. */
  static void settle(Person... people) throws Exception {
    for (int round = 0; round < 3; round++) {
      for (Person person : people) {
        person.executor.submit(() -> {}).get(10, TimeUnit.SECONDS);
      }
    }
  }

  /** Connects two admitted people, so that their ledgers become one. */
  static void connect(Office office, Person one, Person other) throws Exception {
    if (!of(one, other)) {
      throw new AssertionError("they do not admit each other");
    }
    office.plugIn(one);
    office.plugIn(other);
    for (int round = 0; round < 8; round++) {
      office.connect(one, other);
      settle(one, other);
    }
  }
}
