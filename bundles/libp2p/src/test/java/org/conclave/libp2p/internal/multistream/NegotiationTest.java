package org.conclave.libp2p.internal.multistream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  /** Lets both sides talk, a byte at a time if {@code slowly}, and gives how each of them ended. */
  private static List<Negotiation.Step> talk(Negotiation a, Negotiation b, boolean slowly) {
    List<Negotiation.Step> ends = new ArrayList<>();
    byte[] toB = a.opening();
    byte[] toA = b.opening();
    for (int round = 0; round < 200 && ends.size() < 2 && toA.length + toB.length > 0; round++) {
      Negotiation.Step stepB = feed(b, toB, slowly);
      toB = new byte[0];
      toA = reply(stepB);
      if (!(stepB instanceof Negotiation.Continue)) {
        ends.add(stepB);
      }
      Negotiation.Step stepA = feed(a, toA, slowly);
      toA = new byte[0];
      toB = reply(stepA);
      if (!(stepA instanceof Negotiation.Continue)) {
        ends.add(stepA);
        return ends;
      }
    }
    return ends;
  }

  private static Negotiation.Step feed(Negotiation side, byte[] bytes, boolean slowly) {
    if (!slowly) {
      return side.receive(ByteBuffer.wrap(bytes));
    }
    java.io.ByteArrayOutputStream replies = new java.io.ByteArrayOutputStream();
    for (byte b : bytes) {
      Negotiation.Step step = side.receive(ByteBuffer.wrap(new byte[] {b}));
      if (step instanceof Negotiation.Refused) {
        return step;
      }
      replies.writeBytes(reply(step));
      if (step instanceof Negotiation.Agreed agreed) {
        return new Negotiation.Agreed(agreed.protocol(), replies.toByteArray());
      }
    }
    return new Negotiation.Continue(replies.toByteArray());
  }

  private static byte[] reply(Negotiation.Step step) {
    if (step instanceof Negotiation.Continue next) {
      return next.reply();
    }
    return step instanceof Negotiation.Agreed agreed ? agreed.reply() : new byte[0];
  }

  @Test
  void firstProposalThatIsSupportedIsAgreedOn() {
    for (boolean slowly : new boolean[] {false, true}) {
      List<Negotiation.Step> ends =
          talk(
              new MultistreamDialer(List.of("/a", "/b", "/c")),
              new MultistreamListener(p -> p.equals("/b") || p.equals("/c")),
              slowly);
      assertThat(ends).hasSize(2);
      assertThat(ends)
          .allSatisfy(e -> assertThat(((Negotiation.Agreed) e).protocol()).isEqualTo("/b"));
    }
  }

  @Test
  void diallerLearnsThatNothingIsSupported() {
    List<Negotiation.Step> ends =
        talk(
            new MultistreamDialer(List.of("/a", "/b")), new MultistreamListener(p -> false), false);
    assertThat(ends).containsExactly(new Negotiation.Refused());
  }

  @Test
  void whatFollowsTheAgreementIsLeftInTheBuffer() {
    MultistreamListener listener = new MultistreamListener("/a"::equals);
    byte[] opening = new MultistreamDialer(List.of("/a")).opening();
    ByteBuffer in = ByteBuffer.allocate(opening.length + 3).put(opening).put(new byte[] {1, 2, 3});
    assertThat(listener.receive(in.flip())).isInstanceOf(Negotiation.Agreed.class);
    assertThat(in.remaining()).isEqualTo(3);
  }

  @Test
  void listingIsAnsweredWithNotAvailable() {
    MultistreamListener listener = new MultistreamListener(p -> true);
    listener.receive(ByteBuffer.wrap(MultistreamLine.encode(MultistreamLine.HEADER)));
    Negotiation.Step step = listener.receive(ByteBuffer.wrap(MultistreamLine.encode("ls")));
    assertThat(reply(step)).isEqualTo(MultistreamLine.encode("na"));
  }

  @Test
  void endlessProposalsAreCutOff() {
    MultistreamListener listener = new MultistreamListener(p -> false);
    listener.receive(ByteBuffer.wrap(MultistreamLine.encode(MultistreamLine.HEADER)));
    Negotiation.Step step = new Negotiation.Continue(new byte[0]);
    int proposals = 0;
    while (step instanceof Negotiation.Continue && proposals < 1000) {
      step = listener.receive(ByteBuffer.wrap(MultistreamLine.encode("/p" + proposals++)));
    }
    assertThat(step).isInstanceOf(Negotiation.Refused.class);
    assertThat(proposals).isEqualTo(32);
  }

  @Test
  void answerThatWasNotProposedIsRefused() {
    MultistreamDialer dialer = new MultistreamDialer(List.of("/a"));
    ByteBuffer answer = ByteBuffer.wrap(MultistreamLine.encode(MultistreamLine.HEADER, "/other"));
    assertThatThrownBy(() -> dialer.receive(answer)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void anyBytesAreTakenOrRefused() {
    Random random = new Random(6);
    byte[] opening = new MultistreamDialer(List.of("/a")).opening();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = opening.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        new MultistreamListener("/a"::equals).receive(ByteBuffer.wrap(bytes));
      } catch (MultiformatException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
