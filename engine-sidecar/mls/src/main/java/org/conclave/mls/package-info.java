/** The RFC 9420 core: pure functions from state parts and input to changed parts and a result. */
@NullMarked
package org.conclave.mls;

import org.jspecify.annotations.NullMarked;
