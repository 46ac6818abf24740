/** Lists of people and things, drawn by the window itself. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.list;
