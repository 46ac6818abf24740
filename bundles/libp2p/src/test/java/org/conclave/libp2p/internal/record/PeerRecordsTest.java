package org.conclave.libp2p.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.conclave.libp2p.TestHosts;
import org.conclave.libp2p.crypto.HostKey;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;
import org.junit.jupiter.api.Test;

class PeerRecordsTest {
  private static final List<Multiaddr> ADDRESSES =
      List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/1"), Multiaddr.parse("/ip6/2001:db8::1/tcp/2"));

  private final HostKey key = TestHosts.newKey();

  @Test
  void recordIsOpenedByWhomItNames() {
    byte[] sealed = PeerRecords.seal(key, 1, ADDRESSES);
    assertThat(PeerRecords.open(sealed, key.peerId())).isEqualTo(ADDRESSES);
    assertThatThrownBy(() -> PeerRecords.open(sealed, TestHosts.newKey().peerId()))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void recordThatWasChangedIsRefused() {
    byte[] sealed = PeerRecords.seal(key, 1, ADDRESSES);
    Random random = new Random(8);
    for (int i = 0; i < 500; i++) {
      byte[] changed = sealed.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> PeerRecords.open(changed, key.peerId()))
          .isInstanceOf(MultiformatException.class);
    }
  }

  @Test
  void signatureOfOneDomainIsWorthNothingInAnother() {
    byte[] type = {3, 1};
    byte[] sealed = SignedEnvelope.seal(key, "another", type, new byte[] {1});
    assertThat(SignedEnvelope.open(sealed, "another", type).payload()).containsExactly(1);
    assertThatThrownBy(() -> SignedEnvelope.open(sealed, "libp2p-peer-record", type))
        .isInstanceOf(MultiformatException.class);
    assertThatThrownBy(() -> SignedEnvelope.open(sealed, "another", new byte[] {3, 2}))
        .isInstanceOf(MultiformatException.class);
  }
}
