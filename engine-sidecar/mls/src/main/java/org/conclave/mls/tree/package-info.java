/** The ratchet tree: nodes, hashes, update paths and their validation, RFC 9420 section 7. */
@NullMarked
package org.conclave.mls.tree;

import org.jspecify.annotations.NullMarked;
