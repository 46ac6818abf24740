package org.conclave.persistence.internal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.junit.jupiter.api.Test;

class SealerTest {
  private static final byte[] ROW = {1, 2, 3};
  private static final byte[] PLAIN = "plain".getBytes(StandardCharsets.UTF_8);

  private final Sealer sealer = new Sealer(SecretBytes.wrap(new byte[32]));
  private final SealedColumn column = sealer.column("message", "sealed");

  @Test
  void valueOpensInItsOwnPlaceOnly() throws Exception {
    byte[] sealed = column.seal(ROW, PLAIN);

    assertThat(column.open(ROW, sealed)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> column.open(new byte[] {1, 2, 4}, sealed))
        .isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> sealer.column("message", "delivery").open(ROW, sealed))
        .isInstanceOf(UnsealException.class);
    assertThatThrownBy(() -> sealer.column("conversation", "sealed").open(ROW, sealed))
        .isInstanceOf(UnsealException.class);
    Sealer other = new Sealer(SecretBytes.wrap(new byte[] {1}));
    assertThatThrownBy(() -> other.column("message", "sealed").open(ROW, sealed))
        .isInstanceOf(UnsealException.class);
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] sealed = column.seal(ROW, PLAIN);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> column.open(ROW, flipped)).isInstanceOf(UnsealException.class);
    }
    assertThatThrownBy(() -> column.open(ROW, new byte[27])).isInstanceOf(UnsealException.class);
  }

  @Test
  void equalValuesAreSealedDifferently() {
    assertThat(column.seal(ROW, PLAIN)).isNotEqualTo(column.seal(ROW, PLAIN));
  }

  @Test
  void lookupsDependOnKeyDomainAndTheBordersOfParts() {
    byte[] lookup = sealer.lookup("a", Bytes.utf8("bc"), Bytes.utf8("d"));
    assertThat(lookup).hasSize(16).isEqualTo(sealer.lookup("a", Bytes.utf8("bc"), Bytes.utf8("d")));
    assertThat(lookup).isNotEqualTo(sealer.lookup("a", Bytes.utf8("b"), Bytes.utf8("cd")));
    assertThat(lookup).isNotEqualTo(sealer.lookup("b", Bytes.utf8("bc"), Bytes.utf8("d")));
    Sealer other = new Sealer(SecretBytes.wrap(new byte[] {1}));
    assertThat(lookup).isNotEqualTo(other.lookup("a", Bytes.utf8("bc"), Bytes.utf8("d")));
  }

  @Test
  void closedSealerHasNoKeysLeft() {
    byte[] sealed = column.seal(ROW, PLAIN);
    sealer.close();
    assertThatThrownBy(() -> column.open(ROW, sealed)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sealer.lookup("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sealer.column("new", "column"))
        .isInstanceOf(IllegalStateException.class);
  }
}
