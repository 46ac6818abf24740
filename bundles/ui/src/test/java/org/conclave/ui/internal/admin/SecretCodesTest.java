package org.conclave.ui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import javax.swing.JPasswordField;
import org.junit.jupiter.api.Test;

final class SecretCodesTest {
  private final SecretCodes codes = new SecretCodes();

  @Test
  void whatIsTakenLeavesTheFieldAndLosesTheSpaceAroundIt() {
    JPasswordField field = new JPasswordField(" ONE ");
    assertThat(codes.take(field)).isTrue();
    field.setText("TWO");
    codes.take(field);
    assertThat(field.getPassword()).isEmpty();
    assertThat(codes.lines()).isEqualTo("ONE\nTWO");
  }

  @Test
  void anEmptyFieldIsNoCode() {
    assertThat(codes.take(new JPasswordField("  "))).isFalse();
    assertThat(codes.count()).isZero();
  }

  @Test
  void nothingIsLeftWhenTheyAreForgotten() {
    codes.take(new JPasswordField("ONE"));
    codes.forget();
    assertThat(codes.lines()).isEmpty();
  }
}
