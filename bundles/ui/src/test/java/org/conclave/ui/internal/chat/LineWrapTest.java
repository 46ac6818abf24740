package org.conclave.ui.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.FontMetrics;
import org.junit.jupiter.api.Test;

final class LineWrapTest {
  /** Every character is ten wide. */
  private static final FontMetrics TEN =
      new FontMetrics(new Font(Font.DIALOG, Font.PLAIN, 12)) {
        private static final long serialVersionUID = 1L;

        @Override
        public int charWidth(int code) {
          return 10;
        }
      };

  @Test
  void breaksAtSpaces() {
    assertThat(LineWrap.wrap("one two three", TEN, 80)).containsExactly("one two", "three");
  }

  @Test
  void breaksAWordOnlyWhereItIsWiderThanALine() {
    assertThat(LineWrap.wrap("a abcdefgh b", TEN, 50)).containsExactly("a", "abcde", "fgh b");
  }

  @Test
  void keepsLinesOfTheAuthor() {
    assertThat(LineWrap.wrap("one\n\ntwo", TEN, 80)).containsExactly("one", "", "two");
  }

  @Test
  void neverPartsASurrogatePair() {
    assertThat(LineWrap.wrap("😀😀😀", TEN, 20)).containsExactly("😀😀", "😀");
    assertThat(LineWrap.wrap("😀", TEN, 5)).containsExactly("😀");
  }

  @Test
  void losesNoCharacterButTheSpacesItBreaksAt() {
    String text = "The quick brown fox jumps over the lazy dog ".repeat(20).strip();
    for (int width = 10; width < 300; width += 7) {
      assertThat(String.join("", LineWrap.wrap(text, TEN, width)).replace(" ", ""))
          .isEqualTo(text.replace(" ", ""));
    }
  }
}
