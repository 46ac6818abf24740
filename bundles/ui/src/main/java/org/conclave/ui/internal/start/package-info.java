/** First start and unlocking. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.start;
