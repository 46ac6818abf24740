package org.conclave.ui.internal;

import java.awt.EventQueue;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.swing.JFrame;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.storage.StoreEvent;
import org.conclave.ui.internal.look.SystemTheme;
import org.conclave.ui.internal.look.Theme;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.state.SituationReader;
import org.conclave.ui.internal.text.Text;
import org.conclave.ui.internal.work.Background;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Background.Work;
import org.conclave.ui.internal.work.Desk;
import org.conclave.ui.internal.work.JdkStack;
import org.conclave.ui.internal.work.RecordTypes;
import org.conclave.ui.internal.work.SecretClipboard;
import org.conclave.ui.internal.work.Services;
import org.conclave.ui.internal.work.Verifications;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The window's life, from outside its event thread: opening, being told that something happened,
 * and going without a trace. Thread-safe. However fast things happen, the situation is read once at
 * a time.
 */
final class ConclaveWindow implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConclaveWindow.class);
  private static final long CLOSE_PATIENCE_SECONDS = 5;

  private final Background background = new Background();
  private final SituationReader reader;
  private final Desk desk;
  private final SecretClipboard clipboard;
  private final Path profile;
  private final Runnable closed;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final AtomicInteger turn = new AtomicInteger();
  private final List<StoreEvent> happened = new ArrayList<>();
  private volatile boolean closing;
  private @Nullable Frame frame;

  /**
   * @param profile the profile's folder, where the window's place is kept
   * @param closed what happens when the person closes the window; called on the event thread
   */
  ConclaveWindow(Services services, Text text, Clock clock, Path profile, Runnable closed) {
    Verifications verifications = new Verifications();
    this.clipboard = new SecretClipboard(background);
    this.reader = new SituationReader(services, verifications, clock);
    this.desk =
        new Desk(services, background, text, clock, clipboard, verifications, this::refresh);
    this.profile = profile;
    this.closed = closed;
  }

  /** Opens the window soon. */
  void open() {
    background.run(
        Lane.READ,
        () -> {
          WindowSettings settings = WindowSettings.read(profile);
          boolean dark = settings.theme() == Theme.SYSTEM && SystemTheme.isDark();
          background.deliver(() -> Frame.prepareLook(settings, dark));
          JdkStack.prepareToolTips();
          JFrame bare = JdkStack.newFrame();
          Situation situation = reader.read();
          background.deliver(
              () -> {
                Frame opened = new Frame(bare, desk, settings, dark, closed);
                frame = opened;
                opened.show(situation);
                opened.appear();
                refresh();
              });
        });
  }

  /** Reads the situation anew, soon, and shows it. */
  void refresh() {
    if (refreshing.compareAndSet(false, true)) {
      AtomicInteger begun = new AtomicInteger();
      background.run(
          Lane.READ,
          () -> {
            refreshing.set(false);
            begun.set(turn.get());
            return reader.read();
          },
          situation -> {
            // What was read before something was told is older than what was told.
            if (frame != null && begun.get() == turn.get()) {
              frame.show(situation);
            }
            if (!reader.isComplete(situation)) {
              refresh();
            }
          },
          failure -> LOG.warn("The situation cannot be read", failure));
    }
  }

  void committed(List<StoreEvent> events) {
    synchronized (happened) {
      boolean toldAlready = !happened.isEmpty();
      happened.addAll(events);
      if (!toldAlready) {
        background.deliver(this::tellCommitted);
      }
    }
    refresh();
  }

  private void tellCommitted() {
    List<StoreEvent> events;
    synchronized (happened) {
      events = List.copyOf(happened);
      happened.clear();
    }
    if (frame != null) {
      frame.committed(events);
    }
  }

  /** Shows at once what follows from a new standing: nothing that is being read delays it. */
  void standingChanged(OwnStanding standing) {
    turn.incrementAndGet();
    background.deliver(
        () -> {
          if (frame != null) {
            frame.stand(standing);
          }
        });
    refresh();
  }

  void refused(String message) {
    background.deliver(
        () -> {
          if (frame != null) {
            frame.refused(message);
          }
        });
  }

  SecretClipboard clipboard() {
    return clipboard;
  }

  /** Takes the window away and ends its threads. Not on the event thread. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    CountDownLatch gone = new CountDownLatch(1);
    AtomicReference<@Nullable WindowSettings> last = new AtomicReference<>();
    AtomicReference<@Nullable Work> typed = new AtomicReference<>();
    EventQueue.invokeLater(
        () -> {
          Frame open = frame;
          if (open != null) {
            last.set(open.settings());
            typed.set(open.lastWords());
            open.leave();
            frame = null;
          }
          gone.countDown();
        });
    try {
      boolean left = gone.await(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS);
      WindowSettings settings = last.get();
      if (!left) {
        LOG.warn("The event thread is busy: the window goes later");
      } else if (settings != null) {
        settings.write(profile);
      }
      Work keeping = typed.get();
      if (keeping != null) {
        keeping.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.info("What was being typed could not be kept: {}", e.toString());
    }
    background.close();
    clipboard.close();
    RecordTypes.forget();
  }
}
