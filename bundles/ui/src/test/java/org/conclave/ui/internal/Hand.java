package org.conclave.ui.internal;

import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.text.JTextComponent;

/** A person at the window: clicks, types and looks, through java.awt.Robot. */
final class Hand {
  private static final long PATIENCE_NANOS = 15_000_000_000L;
  private static final long SYNC_MILLIS = 250;

  private final Robot robot;
  private final File screenshots;

  Hand(File screenshots) throws Exception {
    this.robot = new Robot();
    this.screenshots = screenshots;
    robot.setAutoDelay(6);
  }

  static <T> T onEventThread(Supplier<T> work) {
    if (EventQueue.isDispatchThread()) {
      return work.get();
    }
    AtomicReference<T> result = new AtomicReference<>();
    try {
      EventQueue.invokeAndWait(() -> result.set(work.get()));
    } catch (Exception e) {
      throw new AssertionError("on the event thread", e);
    }
    return result.get();
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!onEventThread(condition::getAsBoolean)) {
      if (System.nanoTime() > deadline) {
        picture("failure");
        throw new AssertionError("not within 15 s: " + what);
      }
      robot.delay(10);
    }
  }

  private static Optional<Component> search(Container parent, String name) {
    for (Component child : parent.getComponents()) {
      if (name.equals(child.getName()) && child.isShowing()) {
        return Optional.of(child);
      }
      if (child instanceof Container inner) {
        Optional<Component> found = search(inner, name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  static JFrame frame() {
    for (Window window : Window.getWindows()) {
      if (window instanceof JFrame frame && frame.isShowing()) {
        return frame;
      }
    }
    throw new AssertionError("there is no window");
  }

  /** Whether the window holds a component of that name, shown or not. */
  static boolean holds(String name) {
    return onEventThread(() -> holds(frame(), name));
  }

  private static boolean holds(Container parent, String name) {
    for (Component child : parent.getComponents()) {
      if (name.equals(child.getName()) || child instanceof Container inner && holds(inner, name)) {
        return true;
      }
    }
    return false;
  }

  boolean sees(String name) {
    return onEventThread(() -> seen(name).isPresent());
  }

  private static Optional<Component> seen(String name) {
    for (Window window : Window.getWindows()) {
      if (window instanceof JFrame frame && frame.isShowing()) {
        return search(frame, name);
      }
    }
    return Optional.empty();
  }

  void awaitSeen(String name) {
    await(name + " is seen", () -> seen(name).isPresent());
  }

  void awaitFocus(String name) {
    await(name + " has the focus", () -> seen(name).filter(Component::isFocusOwner).isPresent());
  }

  void awaitGone(String name) {
    await(name + " is gone", () -> seen(name).isEmpty());
  }

  <T extends Component> T find(String name, Class<T> type) {
    awaitSeen(name);
    return type.cast(onEventThread(() -> seen(name).orElseThrow()));
  }

  String text(String name) {
    Component component = find(name, Component.class);
    return onEventThread(
        () ->
            component instanceof JTextComponent field
                ? field.getText()
                : component instanceof JLabel label ? label.getText() : component.toString());
  }

  void awaitText(String name, String part) {
    await(
        name + " says " + part,
        () ->
            seen(name)
                .map(
                    component ->
                        component instanceof JTextComponent field
                            ? field.getText()
                            : component instanceof JLabel label ? label.getText() : "")
                .filter(text -> text.contains(part))
                .isPresent());
  }

  void click(String name) {
    Component component = find(name, Component.class);
    await(name + " is enabled", component::isEnabled);
    awaitIdle();
    Rectangle at =
        onEventThread(
            () -> {
              Point corner = component.getLocationOnScreen();
              return new Rectangle(corner, component.getSize());
            });
    clickAt(at.x + at.width / 2, at.y + at.height / 2);
  }

  void clickIn(String name, int x, int y) {
    Component component = find(name, Component.class);
    awaitIdle();
    Point corner = onEventThread(component::getLocationOnScreen);
    clickAt(corner.x + x, corner.y + y);
  }

  private void clickAt(int x, int y) {
    robot.mouseMove(x, y);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    awaitIdle();
  }

  void wheel(int notches) {
    robot.mouseWheel(notches);
  }

  void type(String text) {
    for (char c : text.toCharArray()) {
      int code = KeyEvent.getExtendedKeyCodeForChar(c);
      if (c == ':') {
        press(KeyEvent.VK_SHIFT, KeyEvent.VK_SEMICOLON);
      } else if (c == '?') {
        press(KeyEvent.VK_SHIFT, KeyEvent.VK_SLASH);
      } else if (Character.isUpperCase(c)) {
        press(KeyEvent.VK_SHIFT, code);
      } else {
        press(code);
      }
    }
    awaitIdle();
  }

  void press(int... codes) {
    for (int code : codes) {
      robot.keyPress(code);
    }
    for (int i = codes.length - 1; i >= 0; i--) {
      robot.keyRelease(codes[i]);
    }
  }

  void settle() {
    awaitIdle();
    robot.delay(120);
    awaitIdle();
  }

  /**
   * Until what the robot did has reached the window. {@link Robot#waitForIdle} does this too, but
   * may wait ten seconds for a display that has nothing to say, so its bound is chosen here.
   */
  private void awaitIdle() {
    Toolkit toolkit = Toolkit.getDefaultToolkit();
    try {
      toolkit.getClass().getMethod("realSync", long.class).invoke(toolkit, SYNC_MILLIS);
    } catch (InvocationTargetException e) {
      // It did not become idle in that time: what is awaited next says whether that matters.
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("this toolkit cannot be waited for", e);
    }
    onEventThread(() -> Boolean.TRUE);
    onEventThread(() -> Boolean.TRUE);
  }

  void settleBriefly() {
    robot.delay(5);
  }

  /** How light a component's ground is, 0 to 255. On the event thread. */
  int ground(String name) {
    return seen(name).orElseThrow().getBackground().getGreen();
  }

  void picture(String name) {
    settle();
    Rectangle bounds = onEventThread(() -> frame().getBounds());
    try {
      if (!screenshots.isDirectory() && !screenshots.mkdirs()) {
        throw new AssertionError("no folder for screenshots");
      }
      ImageIO.write(robot.createScreenCapture(bounds), "png", new File(screenshots, name + ".png"));
    } catch (java.io.IOException e) {
      throw new AssertionError("the screenshot cannot be written", e);
    }
  }
}
