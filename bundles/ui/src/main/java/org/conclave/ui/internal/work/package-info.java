/** How the window reaches services that come and go, without its event thread ever waiting. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.work;
