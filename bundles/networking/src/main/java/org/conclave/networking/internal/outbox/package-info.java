/** What is committed to be sent, until everybody it is for has acknowledged it. */
@NullMarked
package org.conclave.networking.internal.outbox;

import org.jspecify.annotations.NullMarked;
