package org.conclave.api.engine;

import java.util.Collection;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One state of a group as the host keeps it, read part by part as the engine asks. The caller of
 * the engine implements it; it is called on the calling thread, within the call, and must give the
 * same answers throughout that call.
 */
@ConsumerType
public interface GroupStateView {
  /** Part E. */
  Bytes epoch();

  /** Part S. */
  SecretBytes secrets();

  /** Part P, empty if there are none. */
  Bytes pending();

  /** Names part T. */
  Bytes treeHash();

  /**
   * Rows that the call will probably need: the own ratchet, or the sender's where it is known. May
   * be empty.
   */
  List<Row> likelyRows();

  /** The existing rows among {@code keys}. */
  List<Row> rows(Collection<RowKey> keys);

  /** The segments that rebuild the tree {@link #treeHash()}, a full one first. */
  List<TreeSegment> tree();
}
