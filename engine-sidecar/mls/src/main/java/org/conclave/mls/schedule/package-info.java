/**
 * Key schedule, transcript hashes, pre-shared keys and the secret tree, RFC 9420 sections 8 and 9.
 */
@NullMarked
package org.conclave.mls.schedule;

import org.jspecify.annotations.NullMarked;
