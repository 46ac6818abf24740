package org.conclave.libp2p;

/**
 * Names a value that an application attaches to a {@link Connection}. Two keys are the same only if
 * they are the same object, so whoever holds the key alone can reach the value.
 */
public final class AttributeKey<T> {
  private final String name;
  private final Class<T> type;

  private AttributeKey(String name, Class<T> type) {
    this.name = name;
    this.type = type;
  }

  /** A new key; {@code name} is for people to read. */
  public static <T> AttributeKey<T> of(String name, Class<T> type) {
    return new AttributeKey<>(name, type);
  }

  /** The type of the values. */
  public Class<T> type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
