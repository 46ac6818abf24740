package org.conclave.libp2p;

/** Something that was added and can be taken away again. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** Takes it away; a second call does nothing. */
  @Override
  void close();
}
