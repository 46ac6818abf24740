/** The TLS presentation language as RFC 9420 section 2.1 uses it, bounded by its input. */
@NullMarked
package org.conclave.mls.codec;

import org.jspecify.annotations.NullMarked;
