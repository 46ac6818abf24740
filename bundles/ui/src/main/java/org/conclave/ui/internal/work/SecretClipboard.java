package org.conclave.ui.internal.work;

import java.awt.Toolkit;
import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.StringSelection;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import javax.swing.Timer;
import org.conclave.ui.internal.work.Background.Lane;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's clipboard for what not everybody may read, such as an open invitation: it is taken
 * out again after a minute, when the profile is locked, and when the window goes, unless something
 * else was copied meanwhile.
 */
public final class SecretClipboard implements AutoCloseable {
  /** How long a secret stays. */
  public static final int SECONDS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(SecretClipboard.class);

  private final Background background;
  private final Timer timeOut = new Timer(SECONDS * 1_000, event -> clear());
  private final AtomicReference<@Nullable String> held = new AtomicReference<>();

  public SecretClipboard(Background background) {
    this.background = background;
    timeOut.setRepeats(false);
  }

  /** On the event thread. */
  public void copy(String secret) {
    Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(secret), null);
    held.set(secret);
    timeOut.restart();
  }

  /** Takes the secret out soon. */
  public void clear() {
    timeOut.stop();
    background.run(Lane.LOCK, this::takeOut);
  }

  private void takeOut() {
    String secret = held.getAndSet(null);
    if (secret == null) {
      return;
    }
    Clipboard clipboard = Toolkit.getDefaultToolkit().getSystemClipboard();
    try {
      if (secret.equals(clipboard.getData(DataFlavor.stringFlavor))) {
        clipboard.setContents(new StringSelection(""), null);
      }
    } catch (UnsupportedFlavorException | IOException e) {
      LOG.debug("Something else is in the clipboard by now", e);
    } catch (IllegalStateException e) {
      // Another program holds it open just now; it is about to be that program's.
      LOG.info("The clipboard could not be cleared: {}", e.toString());
    }
  }

  /** Takes the secret out now; not on the event thread, as it may wait for another program. */
  @Override
  public void close() {
    timeOut.stop();
    takeOut();
  }
}
