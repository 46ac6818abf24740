package org.conclave.ui.internal.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.swing.JPasswordField;

/** Codes taken from a field that never shows them, until they are used or forgotten. */
final class SecretCodes {
  private final List<char[]> codes = new ArrayList<>();

  /** Takes what the field holds out of it. */
  boolean take(JPasswordField field) {
    char[] typed = field.getPassword();
    field.setText("");
    int from = 0;
    int to = typed.length;
    while (from < to && Character.isWhitespace(typed[from])) {
      from++;
    }
    while (to > from && Character.isWhitespace(typed[to - 1])) {
      to--;
    }
    if (from < to) {
      codes.add(Arrays.copyOfRange(typed, from, to));
    }
    Arrays.fill(typed, '\0');
    return from < to;
  }

  int count() {
    return codes.size();
  }

  /** One a line, as the organisation's service takes them. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    for (char[] code : codes) {
      if (!lines.isEmpty()) {
        lines.append('\n');
      }
      lines.append(code);
    }
    String joined = lines.toString();
    for (int i = 0; i < lines.length(); i++) {
      lines.setCharAt(i, '\0');
    }
    return joined;
  }

  void forget() {
    codes.forEach(code -> Arrays.fill(code, '\0'));
    codes.clear();
  }
}
