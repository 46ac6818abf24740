package org.conclave.ui.internal;

import com.formdev.flatlaf.FlatLaf;
import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.GraphicsDevice;
import java.awt.GraphicsEnvironment;
import java.awt.Image;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.event.MouseEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.event.WindowListener;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.swing.Icon;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.ToolTipManager;
import javax.swing.WindowConstants;
import org.conclave.api.organisation.OwnStanding;
import org.conclave.api.storage.ProfileAccess;
import org.conclave.api.storage.StoreEvent;
import org.conclave.ui.internal.chat.BannerBar;
import org.conclave.ui.internal.chat.Choices;
import org.conclave.ui.internal.chat.MainScreen;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Keys;
import org.conclave.ui.internal.look.Look;
import org.conclave.ui.internal.look.Theme;
import org.conclave.ui.internal.sheet.Sheets;
import org.conclave.ui.internal.start.StartScreen;
import org.conclave.ui.internal.state.Notices;
import org.conclave.ui.internal.state.Situation;
import org.conclave.ui.internal.work.Background.Lane;
import org.conclave.ui.internal.work.Background.Work;
import org.conclave.ui.internal.work.Desk;
import org.jspecify.annotations.Nullable;

/**
 * The one window: start or conversations, banners above, sheets in front. On the event thread. It
 * has a frame rather than being one, because the JVM remembers its last frame after it has gone.
 */
final class Frame implements Choices {
  private static final Dimension FIRST_SIZE = new Dimension(1180, 760);
  private static final Dimension SMALLEST = new Dimension(480, 480);

  /** One key that is under no other, and one for keyboards without it. */
  private static final List<String> PANIC = List.of("F12", "ctrl shift L");

  private static final int[] ICONS = {16, 32, 48, 128};

  private final Desk desk;
  private final boolean systemIsDark;
  private final JFrame window;
  private final Container bareContent;
  private final Component bareGlass;
  private final CardLayout screens = new CardLayout();
  private final JPanel screen;
  private final Sheets sheets;
  private final BannerBar banners;
  private final IdleWatch idle;
  private final StartScreen start;
  private @Nullable MainScreen main;
  private Situation situation = Situation.UNKNOWN;
  private Optional<String> refusal = Optional.empty();
  private Optional<Rectangle> place;
  private Theme theme;
  private Duration lockAfter;
  private boolean locking;
  private boolean rewound;

  /**
   * @param window a bare frame; what it holds from its making is put back when it is left
   */
  Frame(JFrame window, Desk desk, WindowSettings settings, boolean systemIsDark, Runnable closed) {
    this.window = window;
    this.desk = desk;
    this.systemIsDark = systemIsDark;
    this.theme = settings.theme();
    this.lockAfter = settings.lockAfter();
    this.idle = new IdleWatch(desk.clock(), lockAfter, this::lock);
    this.place = settings.bounds();
    bareContent = window.getContentPane();
    bareGlass = window.getGlassPane();
    screen = new JPanel(screens);
    window.setTitle("Conclave");
    window.setName("conclave");
    window.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
    window.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            closed.run();
          }
        });
    sheets = new Sheets();
    banners =
        new BannerBar(
            desk.text(),
            notice -> {
              if (notice.key().equals(Notices.REWOUND)) {
                rewound = false;
              } else {
                refusal = Optional.empty();
              }
              showBanners();
            });
    start = new StartScreen(desk, sheets, () -> locking = false, closed);
    screen.add(start, "start");
    JPanel content = new JPanel(new BorderLayout());
    content.add(banners, BorderLayout.NORTH);
    content.add(screen);
    PANIC.forEach(key -> Keys.window(content, key, this::lock));
    window.setContentPane(content);
    window.setGlassPane(sheets);
    window.setMinimumSize(SMALLEST);
    window.setIconImages(icons());
    takePlace();
    if (settings.maximised()) {
      window.setExtendedState(JFrame.MAXIMIZED_BOTH);
    }
  }

  /** Sets the look in which a window with these settings is made. */
  static void prepareLook(WindowSettings settings, boolean systemIsDark) {
    Look.apply(isDark(settings.theme(), systemIsDark));
  }

  private static boolean isDark(Theme theme, boolean systemIsDark) {
    return theme == Theme.DARK || theme == Theme.SYSTEM && systemIsDark;
  }

  private void takePlace() {
    Rectangle at = place.orElse(null);
    if (at != null && isOnAScreen(at)) {
      window.setBounds(at);
      return;
    }
    Rectangle room = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
    window.setSize(
        Math.min(FIRST_SIZE.width, room.width), Math.min(FIRST_SIZE.height, room.height));
    window.setLocationRelativeTo(null);
  }

  private static boolean isOnAScreen(Rectangle at) {
    for (GraphicsDevice device :
        GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices()) {
      Rectangle seen = device.getDefaultConfiguration().getBounds().intersection(at);
      if (seen.width >= SMALLEST.width / 2 && seen.height >= SMALLEST.height / 2) {
        return true;
      }
    }
    return false;
  }

  private List<Image> icons() {
    List<Image> images = new ArrayList<>();
    for (int size : ICONS) {
      BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
      Icon icon = Glyph.BRAND.icon(size, "badge");
      icon.paintIcon(window, image.createGraphics(), 0, 0);
      images.add(image);
    }
    return images;
  }

  void appear() {
    window.setVisible(true);
    idle.start();
  }

  /** Shows what the situation asks for. */
  void show(Situation now) {
    situation = now;
    if (locking) {
      if (now.unlocked()) {
        return;
      }
      locking = false;
    }
    boolean home = now.unlocked() && now.organisation().isPresent() && now.takesPart();
    // Whoever was in stays in while a part is replaced, and leaves when the profile is locked.
    boolean stays =
        main != null
            && !start.isShowing()
            && (now.profile().isEmpty() || now.unlocked() && !now.onboarding());
    if (!start.isHeld() && (home || stays)) {
      enter().show(now);
      start.left();
      screens.show(screen, "main");
    } else {
      start.show(now);
      leaveMain();
    }
    window.setTitle(now.organisation().map(info -> info.name() + " · Conclave").orElse("Conclave"));
    showBanners();
  }

  /**
   * Shows at once that this device does not take part any more, or does not yet. What follows from
   * taking part needs to be read first.
   */
  void stand(OwnStanding standing) {
    refusal = Optional.empty();
    Situation now = situation.with(standing);
    if (!now.takesPart()) {
      show(now);
    }
  }

  private MainScreen enter() {
    MainScreen open = main;
    if (open == null) {
      open = new MainScreen(desk, sheets, this);
      main = open;
      screen.add(open, "main");
    }
    return open;
  }

  /** Takes the conversations away: nothing of them is behind what is shown instead. */
  private void leaveMain() {
    MainScreen open = main;
    if (open != null) {
      sheets.putAllAway();
      open.leave();
      screen.remove(open);
      main = null;
    }
    screens.show(screen, "start");
  }

  /**
   * Hides everything at once, then locks the profile. What was typed is kept. Not while the
   * recovery code is shown: it would be lost for ever.
   */
  @Override
  public void lock() {
    if (locking || !situation.unlocked() || start.isHeld()) {
      return;
    }
    locking = true;
    Work drafts = main == null ? () -> {} : main.keeping();
    sheets.putAllAway();
    start.lock();
    leaveMain();
    showBanners();
    desk.clipboard().clear();
    desk.background().run(Lane.LOCK, drafts);
    desk.background()
        .run(
            Lane.LOCK,
            () -> {
              desk.services().require(ProfileAccess.class).lock();
              return true;
            },
            locked -> {
              start.locked();
              desk.refresh().run();
            },
            failure -> {
              locking = false;
              desk.refresh().run();
            });
  }

  private void showBanners() {
    banners.show(
        main != null
            ? Notices.of(situation, refusal, rewound, desk.text())
            : situation.takesPart() ? List.of() : Notices.ofWaiting(refusal, desk.text()));
  }

  void committed(List<StoreEvent> events) {
    if (main != null) {
      main.committed(events);
    }
    if (!rewound && events.stream().anyMatch(StoreEvent.StateRewound.class::isInstance)) {
      rewound = true;
      showBanners();
    }
  }

  void refused(String message) {
    refusal = Optional.of(message);
    showBanners();
  }

  @Override
  public Theme theme() {
    return theme;
  }

  @Override
  public Duration lockAfter() {
    return lockAfter;
  }

  @Override
  public void lockAfter(Duration chosen) {
    lockAfter = chosen;
    idle.after(chosen);
  }

  @Override
  public void choose(Theme chosen) {
    theme = chosen;
    Look.apply(isDark(theme, systemIsDark));
    FlatLaf.updateUI();
    window.repaint();
  }

  /** Writes what was typed and not sent, when it is run; not on this thread. */
  Work lastWords() {
    return main == null ? () -> {} : main.keeping();
  }

  WindowSettings settings() {
    boolean maximised =
        (window.getExtendedState() & JFrame.MAXIMIZED_BOTH) == JFrame.MAXIMIZED_BOTH;
    if (!maximised) {
      place = Optional.of(window.getBounds());
    }
    return new WindowSettings(place, maximised, theme, lockAfter);
  }

  /** Takes the window off the screen and lets go of all that is in it. */
  void leave() {
    idle.stop();
    banners.stop();
    start.forget();
    sheets.putAllAway();
    Optional.ofNullable(main).ifPresent(MainScreen::leave);
    // The tool tip manager remembers the component that the mouse was over until it leaves it.
    ToolTipManager.sharedInstance()
        .mouseExited(new MouseEvent(bareContent, MouseEvent.MOUSE_EXITED, 0, 0, 0, 0, 0, false));
    KeyboardFocusManager.getCurrentKeyboardFocusManager().clearGlobalFocusOwner();
    KeyboardFocusManager.getCurrentKeyboardFocusManager().setGlobalCurrentFocusCycleRoot(null);
    // A JVM that has no other window goes on naming this one as its active window, so nothing of
    // ours may hang on it.
    window.setVisible(false);
    window.getRootPane().setDefaultButton(null);
    for (WindowListener listener : window.getWindowListeners()) {
      window.removeWindowListener(listener);
    }
    window.setGlassPane(bareGlass);
    window.setContentPane(bareContent);
    window.dispose();
  }
}
