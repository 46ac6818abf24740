package org.conclave.mls.vectors;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of vector files, told apart by a name that only their cases have. */
enum VectorKind {
  TREE_MATH("n_leaves", BasicVectors::treeMath),
  DESERIALIZATION("vlbytes_header", BasicVectors::deserialization),
  CRYPTO_BASICS("ref_hash", BasicVectors::cryptoBasics),
  MESSAGES("mls_welcome", MessageVectors::messages),
  MESSAGE_PROTECTION("membership_key", MessageVectors::protection),
  KEY_SCHEDULE("initial_init_secret", ScheduleVectors::keySchedule),
  PSK_SECRET("psks", ScheduleVectors::pskSecret),
  TRANSCRIPT_HASHES("authenticated_content", ScheduleVectors::transcriptHashes),
  SECRET_TREE("sender_data", ScheduleVectors::secretTree),
  WELCOME("signer_pub", ScheduleVectors::welcome),
  TREE_OPERATIONS("tree_before", TreeVectors::operations),
  TREE_VALIDATION("tree_hashes", TreeVectors::validation),
  TREE_KEM("leaves_private", TreeVectors::treeKem),
  PASSIVE_CLIENT("initial_epoch_authenticator", PassiveClientVectors::follow);

  private final String mark;
  private final Verifier verifier;

  VectorKind(String mark, Verifier verifier) {
    this.mark = mark;
    this.verifier = verifier;
  }

  static Optional<VectorKind> of(Case vector) {
    return Arrays.stream(values()).filter(kind -> vector.has(kind.mark)).findFirst();
  }

  Verifier verifier() {
    return verifier;
  }
}
