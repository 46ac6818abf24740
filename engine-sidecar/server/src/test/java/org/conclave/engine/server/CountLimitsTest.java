package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Collections;
import org.conclave.proto.engine.v1.BatchMessages;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.EncryptMessageRequest;
import org.conclave.proto.engine.v1.GroupState;
import org.conclave.proto.engine.v1.PeekSendersRequest;
import org.conclave.proto.engine.v1.PreSharedKey;
import org.conclave.proto.engine.v1.ProcessMessageRequest;
import org.conclave.proto.engine.v1.ProcessMessagesRequest;
import org.conclave.proto.engine.v1.Row;
import org.junit.jupiter.api.Test;

final class CountLimitsTest {
  @Test
  void whatNobodyNeedsManyOfIsBounded() {
    assertBound(
        256,
        count ->
            ProcessMessageRequest.newBuilder()
                .addAllExternalPsks(Collections.nCopies(count, PreSharedKey.getDefaultInstance()))
                .build());
  }

  @Test
  void whatALargeGroupNeedsHasRoom() {
    assertBound(
        65_536,
        count ->
            CommitRequest.newBuilder()
                .addAllAddKeyPackages(Collections.nCopies(count, ByteString.EMPTY))
                .build());
  }

  @Test
  void boundsHoldHoweverDeep() {
    assertBound(
        65_536,
        count ->
            EncryptMessageRequest.newBuilder()
                .setState(
                    GroupState.newBuilder()
                        .addAllRows(Collections.nCopies(count, Row.getDefaultInstance())))
                .build());
  }

  @Test
  void messagesOfOneRequestAreBounded() {
    assertBound(
        4_096,
        count ->
            PeekSendersRequest.newBuilder()
                .addAllMessages(Collections.nCopies(count, ByteString.EMPTY))
                .build());
    assertBound(
        1_024,
        count ->
            ProcessMessagesRequest.newBuilder()
                .setMessages(
                    BatchMessages.newBuilder()
                        .addAllMessages(Collections.nCopies(count, ByteString.EMPTY)))
                .build());
  }

  @FunctionalInterface
  private interface Requests {
    Message with(int count);
  }

  private static void assertBound(int most, Requests requests) {
    assertThatCode(() -> CountLimits.check(requests.with(most))).doesNotThrowAnyException();
    assertThatThrownBy(() -> CountLimits.check(requests.with(most + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(most));
  }
}
