package org.conclave.itests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for secrets of 32 bytes in what was recorded: as bytes, in hexadecimal and in Base64. Each
 * half is looked for by itself, since a frame may end within a secret; half of one that is found by
 * chance would be found once in 2^128 places.
 */
final class KeySearch {
  private final Map<String, List<byte[]>> needles = new LinkedHashMap<>();

  void add(String name, byte[] secret) {
    List<byte[]> forms = new ArrayList<>();
    for (int from = 0; from + 16 <= secret.length; from += 16) {
      byte[] half = Arrays.copyOfRange(secret, from, from + 16);
      forms.add(half);
      forms.add(ascii(HexFormat.of().formatHex(half)));
      forms.add(ascii(HexFormat.of().withUpperCase().formatHex(half)));
    }
    // Without the characters at the edges, which depend on what stands beside the secret.
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + secret.length];
      System.arraycopy(secret, 0, shifted, shift, secret.length);
      forms.add(ascii(Base64.getEncoder().encodeToString(shifted).substring(4, 24)));
      forms.add(ascii(Base64.getUrlEncoder().encodeToString(shifted).substring(4, 24)));
    }
    needles.put(name, forms);
  }

  /** How many secrets are looked for. */
  int size() {
    return needles.size();
  }

  /** Names of what was found. */
  Set<String> in(List<byte[]> streams) {
    Set<String> found = new LinkedHashSet<>();
    needles.forEach(
        (name, forms) -> {
          for (byte[] form : forms) {
            if (streams.stream().anyMatch(stream -> contains(stream, form))) {
              found.add(name);
            }
          }
        });
    return found;
  }

  private static boolean contains(byte[] stream, byte[] form) {
    for (int at = 0; at + form.length <= stream.length; at++) {
      if (Arrays.equals(stream, at, at + form.length, form, 0, form.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
