package org.conclave.ui.internal;

import java.awt.Image;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.TransferHandler;

/** What a person drops on a component or has in the clipboard. */
record Handing(DataFlavor flavor, Object content) implements Transferable {
  static Handing file(Path path) {
    return new Handing(DataFlavor.javaFileListFlavor, List.of(path.toFile()));
  }

  static Handing picture(Image image) {
    return new Handing(DataFlavor.imageFlavor, image);
  }

  /** Lets go of it over {@code component}, which must take it. */
  void dropOn(JComponent component) {
    boolean taken =
        Hand.onEventThread(
            () ->
                component
                    .getTransferHandler()
                    .importData(new TransferHandler.TransferSupport(component, this)));
    if (!taken) {
      throw new AssertionError("what was dropped was not taken");
    }
  }

  @Override
  public DataFlavor[] getTransferDataFlavors() {
    return new DataFlavor[] {flavor};
  }

  @Override
  public boolean isDataFlavorSupported(DataFlavor asked) {
    return flavor.equals(asked);
  }

  @Override
  public Object getTransferData(DataFlavor asked) throws UnsupportedFlavorException {
    if (!flavor.equals(asked)) {
      throw new UnsupportedFlavorException(asked);
    }
    return content;
  }
}
