/** Members by ts-mls, where Node.js is. */
@NullMarked
package org.conclave.mls.interop;

import org.jspecify.annotations.NullMarked;
