package org.conclave.mls;

/** Where Jazzer enters: it calls public static methods of these names. */
public final class JazzerEntry {
  private static FuzzTarget target = FuzzTarget.DECODER;

  private JazzerEntry() {}

  public static void fuzzerInitialize(String[] arguments) {
    target = FuzzTarget.valueOf(arguments[0]);
    target.warmUp();
    target.warmUp();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    target.check(input);
  }
}
