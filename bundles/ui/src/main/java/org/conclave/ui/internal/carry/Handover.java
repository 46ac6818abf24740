package org.conclave.ui.internal.carry;

import java.awt.Image;
import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.event.InputEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.TransferHandler;
import org.jspecify.annotations.Nullable;

/** Takes files and pictures that are dropped on a component or pasted into it. */
public final class Handover extends TransferHandler {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable TransferHandler others;
  private final transient Consumer<Handed> taken;

  private Handover(@Nullable TransferHandler others, Consumer<Handed> taken) {
    this.others = others;
    this.taken = taken;
  }

  /** Something that was handed over and not looked into yet. */
  public sealed interface Handed {
    /** Reads it; see {@link CarriedText}. */
    String text() throws CarryException;

    /** A file. */
    record OfFile(Path path) implements Handed {
      @Override
      public String text() throws CarryException {
        return CarriedText.of(path);
      }
    }

    /** A picture from the clipboard or another program. */
    record OfPicture(Image picture) implements Handed {
      @Override
      public String text() throws CarryException {
        return CarriedText.of(picture);
      }
    }
  }

  /** What is neither file nor picture stays with the component's own handler. */
  public static void on(JComponent component, Consumer<Handed> taken) {
    component.setTransferHandler(new Handover(component.getTransferHandler(), taken));
  }

  private static boolean isOurs(TransferSupport support) {
    return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor)
        || support.isDataFlavorSupported(DataFlavor.imageFlavor);
  }

  @Override
  public boolean canImport(TransferSupport support) {
    return isOurs(support) || others != null && others.canImport(support);
  }

  @Override
  public boolean importData(TransferSupport support) {
    if (!isOurs(support)) {
      return others != null && others.importData(support);
    }
    try {
      Transferable handed = support.getTransferable();
      if (support.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
        List<?> files = (List<?>) handed.getTransferData(DataFlavor.javaFileListFlavor);
        if (files.size() != 1 || !(files.get(0) instanceof File file)) {
          return false;
        }
        taken.accept(new Handed.OfFile(file.toPath()));
      } else {
        taken.accept(new Handed.OfPicture((Image) handed.getTransferData(DataFlavor.imageFlavor)));
      }
      return true;
    } catch (UnsupportedFlavorException | IOException e) {
      return false;
    }
  }

  @Override
  public int getSourceActions(JComponent component) {
    return others == null ? NONE : others.getSourceActions(component);
  }

  @Override
  public void exportToClipboard(JComponent component, Clipboard clipboard, int action) {
    if (others != null) {
      others.exportToClipboard(component, clipboard, action);
    }
  }

  @Override
  public void exportAsDrag(JComponent component, InputEvent event, int action) {
    if (others != null) {
      others.exportAsDrag(component, event, action);
    }
  }
}
