/** Taking one's account out into a file. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.backup;
