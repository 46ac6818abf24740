package org.conclave.networking.internal.admission;

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
import org.conclave.libp2p.Connection;
import org.conclave.libp2p.Direction;
import org.conclave.libp2p.FrameTooLargeException;
import org.conclave.libp2p.HostBuilder;
import org.conclave.libp2p.Stream;
import org.conclave.networking.internal.peers.ConnectedPeers;
import org.conclave.networking.internal.peers.Devices;
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
 * Anything else, a failure of the authority included, closes it; so does {@link AdmissionGate}'s
 * time-out. A listener shows its frame to members only.
 */
public final class AdmissionDialogue {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionDialogue.class);
  private static final int MAXIMUM_FRAME = 64 << 10;
  private static final int MAXIMUM_VERDICT = 64;

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
        .thenCompose(sent -> stream.reader().readFrame(MAXIMUM_VERDICT))
        .thenComposeAsync(verdict -> heard(stream, verdict), verdicts)
        .thenCompose(admitted -> stream.reader().readFrame(MAXIMUM_FRAME))
        .thenComposeAsync(frame -> judge(stream, frame), verdicts)
        .thenCompose(
            member ->
                stream
                    .writeFrame(verdict(Verdict.ADMITTED_VALUE))
                    .thenAccept(sent -> admit(stream, member)));
  }

  private void listen(Stream stream) {
    stream
        .reader()
        .readFrame(MAXIMUM_FRAME)
        .thenComposeAsync(frame -> judge(stream, frame), verdicts)
        .thenComposeAsync(member -> introduce(stream, member), verdicts)
        .whenComplete((done, failure) -> closeOn(failure, stream.connection()));
  }

  private CompletionStage<Void> introduce(Stream stream, Member member) {
    stream.writeFrame(verdict(Verdict.ADMITTED_VALUE));
    return stream
        .writeFrame(authority.admissionFrame().toByteArray())
        .thenCompose(sent -> stream.reader().readFrame(MAXIMUM_VERDICT))
        .thenComposeAsync(verdict -> heard(stream, verdict), verdicts)
        .thenAccept(admitted -> admit(stream, member));
  }

  /** Judges what the peer presented, and tells it when it is refused. */
  private CompletionStage<Member> judge(Stream stream, byte[] frame) {
    DeviceId device = deviceOf(stream);
    Admission admission = authority.judge(device, Bytes.wrap(frame));
    if (admission instanceof Admission.Admitted admitted) {
      return CompletableFuture.completedFuture(admitted.member());
    }
    Admission.Refused refused = (Admission.Refused) admission;
    LOG.info("refused device {}: {}", Devices.shortName(device), refused.reason());
    refusals.add(device, "this device does not admit it: " + refused.reason());
    return stream
        .writeFrame(verdict(refused.verdict()))
        .thenCompose(sent -> stream.closeWrite())
        .thenCompose(
            closed -> CompletableFuture.failedFuture(new NotAdmittedException(refused.reason())));
  }

  /** Takes the peer's verdict on this device; fails unless it is ADMITTED. */
  private CompletionStage<Void> heard(Stream stream, byte[] frame) {
    AdmissionVerdict verdict;
    try {
      verdict = AdmissionVerdict.parseFrom(frame);
    } catch (InvalidProtocolBufferException e) {
      return CompletableFuture.failedFuture(e);
    }
    clockWatch.compare(verdict.getNow());
    if (verdict.getVerdict() == Verdict.ADMITTED) {
      return CompletableFuture.completedFuture(null);
    }
    DeviceId device = deviceOf(stream);
    String reason = "it does not admit this device (" + verdict.getVerdict() + ")";
    LOG.info("device {}: {}", Devices.shortName(device), reason);
    refusals.add(device, reason);
    authority.refusedBy(device, new Admission.Refused(verdict.getVerdictValue(), reason));
    return CompletableFuture.failedFuture(new NotAdmittedException(reason));
  }

  private void admit(Stream stream, Member member) {
    Connection connection = stream.connection();
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
      timers.schedule(connection::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    LOG.info(
        "{} was not admitted: {}",
        connection.remoteAddress(),
        cause instanceof FrameTooLargeException ? cause.getMessage() : "its dialogue broke off");
    LOG.debug("how the dialogue ended", cause);
    connection.close();
  }

  private byte[] verdict(int number) {
    return AdmissionVerdict.newBuilder()
        .setVerdictValue(number)
        .setNow(clock.instant().getEpochSecond())
        .build()
        .toByteArray();
  }

  private static DeviceId deviceOf(Stream stream) {
    // The gate let nobody through whose id is not a device's.
    return Devices.deviceOf(stream.connection().remotePeer()).orElseThrow();
  }
}
