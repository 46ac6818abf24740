package org.conclave.networking.internal.admission;

import static org.conclave.networking.internal.peers.Refusal.Return.AS_USUAL;
import static org.conclave.networking.internal.peers.Refusal.Return.AT_ONCE;
import static org.conclave.networking.internal.peers.Refusal.Return.RARELY;
import static org.conclave.networking.internal.peers.Refusal.Return.SOON;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.DeviceId;
import org.conclave.api.network.ConnectedPeer;
import org.conclave.api.organisation.Admission;
import org.conclave.api.organisation.AdmissionAuthority;
import org.conclave.api.organisation.Member;
import org.conclave.libp2p.AttributeKey;
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.FrameTooLargeException;
import org.conclave.libp2p.HostBuilder;
import org.conclave.libp2p.Stream;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
import org.conclave.networking.internal.peers.Refusal;
import org.conclave.proto.wire.v1.AdmissionVerdict;
import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two devices admit each other, on one stream that the dialler opens:
 *
 * <pre>
 *   dialler  -> AdmissionFrame                       listener judges it
 *   listener -> AdmissionVerdict; if ADMITTED its own AdmissionFrame
 *   dialler  -> AdmissionVerdict                     after it has judged that frame
 * </pre>
 *
 * A connection is admitted on each side once that side knows both verdicts and both are ADMITTED.
 * Anything else, a failure of the authority or a second dialogue included, closes it; so does
 * {@link AdmissionGate}'s time-out. A listener shows its frame to members only. Whoever is refused
 * learns the verdict and its proofs, and nothing more.
 */
public final class AdmissionDialogue {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionDialogue.class);
  private static final int MAXIMUM_FRAME = 64 << 10;
  private static final AttributeKey<Boolean> BEGUN =
      AttributeKey.of("admission dialogue", Boolean.class);

  /** For the refused to read the verdict before the connection goes. */
  private static final long LINGER_MILLIS = 500;

  private final AdmissionAuthority authority;
  private final Refusals refusals;
  private final Executor verdicts;
  private final ScheduledExecutorService timers;
  private final Clock clock;
  private final ClockWatch clockWatch;

  /**
   * @param verdicts runs the authority, which may wait for the disk
   * @param clockProblem is told what to show of a clock that is off; empty if it is not
   */
  public AdmissionDialogue(
      AdmissionAuthority authority,
      Refusals refusals,
      Executor verdicts,
      ScheduledExecutorService timers,
      Clock clock,
      Consumer<String> clockProblem) {
    this.authority = authority;
    this.refusals = refusals;
    this.verdicts = verdicts;
    this.timers = timers;
    this.clock = clock;
    this.clockWatch = new ClockWatch(clock, clockProblem);
  }

  /** Answers the dialogues of those who dial this host. */
  public void serveOn(HostBuilder host) {
    host.handle(AdmissionGate.PROTOCOL, this::listen);
  }

  /** A connection is secured; whoever dialled it speaks first. Never blocks. */
  public void begin(Connection connection) {
    if (connection.direction() == Direction.INBOUND) {
      return;
    }
    connection
        .newStream(List.of(AdmissionGate.PROTOCOL))
        .thenComposeAsync(this::dial, verdicts)
        .whenComplete((done, failure) -> closeOn(failure, connection));
  }

  private CompletionStage<Void> dial(Stream stream) {
    return stream
        .writeFrame(authority.admissionFrame().toByteArray())
        .thenCompose(sent -> stream.reader().readFrame(VerdictFrame.MAXIMUM))
        .thenComposeAsync(verdict -> heard(stream, verdict), verdicts)
        .thenCompose(admitted -> stream.reader().readFrame(MAXIMUM_FRAME))
        .thenComposeAsync(frame -> judge(stream, frame), verdicts)
        .thenCompose(
            member ->
                stream
                    .writeFrame(VerdictFrame.admitted(clock.instant()))
                    .thenAccept(sent -> admit(stream, member)));
  }

  private void listen(Stream stream) {
    if (!isFirst(stream.connection())) {
      LOG.info(
          "device {} began a second dialogue on one connection",
          Devices.shortName(deviceOf(stream)));
      stream.connection().close();
      return;
    }
    stream
        .reader()
        .readFrame(MAXIMUM_FRAME)
        .thenComposeAsync(frame -> judge(stream, frame), verdicts)
        .thenComposeAsync(member -> introduce(stream, member), verdicts)
        .whenComplete((done, failure) -> closeOn(failure, stream.connection()));
  }

  private static boolean isFirst(Connection connection) {
    synchronized (connection) {
      boolean first = connection.get(BEGUN).isEmpty();
      connection.set(BEGUN, true);
      return first;
    }
  }

  private CompletionStage<Void> introduce(Stream stream, Member member) {
    stream.writeFrame(VerdictFrame.admitted(clock.instant()));
    return stream
        .writeFrame(authority.admissionFrame().toByteArray())
        .thenCompose(sent -> stream.reader().readFrame(VerdictFrame.MAXIMUM))
        .thenComposeAsync(verdict -> heard(stream, verdict), verdicts)
        .thenAccept(admitted -> admit(stream, member));
  }

  /** Judges what the peer presented. Tells it when it is refused, and gives it time to read. */
  private CompletionStage<Member> judge(Stream stream, byte[] frame) {
    DeviceId device = deviceOf(stream);
    Admission admission = authority.judge(device, Bytes.wrap(frame));
    if (admission instanceof Admission.Admitted admitted) {
      return CompletableFuture.completedFuture(admitted.member());
    }
    Admission.Refused refused = (Admission.Refused) admission;
    Refusal refusal = new Refusal("this device does not admit it: " + refused.reason(), AS_USUAL);
    if (refusals.add(device, refusal)) {
      LOG.info("refused device {}: {}", Devices.shortName(device), refused.reason());
    }
    Connection connection = stream.connection();
    return stream
        .writeFrame(VerdictFrame.refused(refused, clock.instant()))
        .thenCompose(sent -> stream.closeWrite())
        .thenCompose(
            closed -> {
              timers.schedule(connection::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
              return CompletableFuture.failedFuture(new NotAdmittedException(refused.reason()));
            });
  }

  /**
   * Takes the peer's verdict on this device; unless it is ADMITTED, fails once the authority has
   * acted on it: the next dialogue may present something else.
   */
  private CompletionStage<Void> heard(Stream stream, byte[] frame) {
    AdmissionVerdict verdict;
    try {
      verdict = VerdictFrame.parse(frame);
    } catch (InvalidProtocolBufferException e) {
      return CompletableFuture.failedFuture(e);
    }
    clockWatch.compare(verdict.getNow());
    if (verdict.getVerdict() == Verdict.ADMITTED) {
      return CompletableFuture.completedFuture(null);
    }
    DeviceId device = deviceOf(stream);
    String reason = "it does not admit this device (" + verdict.getVerdict() + ")";
    if (refusals.add(device, new Refusal(reason, comeBackAfter(verdict.getVerdict())))) {
      LOG.info("device {}: {}", Devices.shortName(device), reason);
    }
    authority.refusedBy(
        device,
        new Admission.Refused(verdict.getVerdictValue(), reason, VerdictFrame.proofs(verdict)));
    stream.connection().close();
    return CompletableFuture.failedFuture(new NotAdmittedException(reason));
  }

  private static Refusal.Return comeBackAfter(Verdict verdict) {
    return switch (verdict) {
      case RESTORING -> AT_ONCE;
      case WAITING -> SOON;
      case SUPERSEDED, REVOKED -> RARELY;
      default -> AS_USUAL;
    };
  }

  private void admit(Stream stream, Member member) {
    Connection connection = stream.connection();
    refusals.forget(deviceOf(stream));
    connection.set(
        ConnectedPeers.PEER,
        new ConnectedPeer(
            member.user(),
            deviceOf(stream),
            connection.remoteAddress().toString(),
            clock.instant()));
    connection.admit();
    stream.close();
  }

  private void closeOn(@Nullable Throwable failure, Connection connection) {
    if (failure == null) {
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NotAdmittedException) {
      return; // Logged, and closed by whoever decided.
    }
    boolean malformed =
        cause instanceof FrameTooLargeException || cause instanceof InvalidProtocolBufferException;
    LOG.info(
        "{} was not admitted: {}",
        connection.remoteAddress(),
        malformed && cause != null ? cause.getMessage() : "its dialogue broke off");
    LOG.debug("how the dialogue ended", cause);
    connection.close();
  }

  private static DeviceId deviceOf(Stream stream) {
    // The gate let nobody through whose id is not a device's.
    return Devices.deviceOf(stream.connection().remotePeer()).orElseThrow();
  }
}
