package org.conclave.ui.internal.chat;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.conclave.ui.internal.look.Glyph;
import org.conclave.ui.internal.look.Parts;
import org.conclave.ui.internal.state.Notice;
import org.conclave.ui.internal.text.Text;

/**
 * What needs saying, above everything else. What is new is said after a moment only, so that a part
 * that is replaced within it makes nothing flicker; what is over goes at once.
 */
public final class BannerBar extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int MOMENT_MILLIS = 600;

  private final transient Text text;
  private final transient Consumer<Notice> dismiss;
  private final Timer moment = new Timer(MOMENT_MILLIS, event -> showNow());
  private transient List<Notice> wanted = List.of();
  private transient List<Notice> shown = List.of();

  public BannerBar(Text text, Consumer<Notice> dismiss) {
    super(new MigLayout("insets 0, gap 0 0, wrap 1, fillx", "[grow, fill, 0:0:]"));
    this.text = text;
    this.dismiss = dismiss;
    setName("banners");
    moment.setRepeats(false);
    setVisible(false);
  }

  public void show(List<Notice> notices) {
    wanted = List.copyOf(notices);
    Set<Notice> fresh = new HashSet<>(wanted);
    shown.forEach(fresh::remove);
    if (fresh.isEmpty()) {
      moment.stop();
      showNow();
    } else if (!moment.isRunning()) {
      moment.start();
    }
  }

  public void stop() {
    moment.stop();
  }

  private void showNow() {
    if (shown.equals(wanted)) {
      return;
    }
    shown = wanted;
    removeAll();
    shown.forEach(notice -> add(banner(notice), "wmin 0"));
    setVisible(!shown.isEmpty());
    revalidate();
    repaint();
  }

  private JPanel banner(Notice notice) {
    String tone = notice.severity().name().toLowerCase(Locale.ROOT);
    JPanel banner =
        new JPanel(new MigLayout("insets 10 20 10 12, gap 14 2, fillx", "[][grow, fill, 0:0:][]"));
    banner.setName("banner." + notice.key());
    banner.putClientProperty(
        FlatClientProperties.STYLE, "background: $Conclave." + tone + "Ground");
    banner.getAccessibleContext().setAccessibleName(notice.happened());
    banner.getAccessibleContext().setAccessibleDescription(notice.meaning());
    banner.add(new JLabel(Glyph.WARNING.icon(22, tone + "Foreground")), "spany 2, aligny top");
    banner.add(Parts.label(notice.happened(), "h4", tone + "Foreground"));
    if (notice.dismissible()) {
      banner.add(
          Parts.icon(
              "banner." + notice.key() + ".close",
              Glyph.CLOSE.icon(16, tone + "Foreground"),
              text.get("close"),
              event -> dismiss.accept(notice)),
          "spany 2, aligny top, wrap");
    } else {
      banner.add(new JLabel(), "spany 2, wrap");
    }
    banner.add(Parts.prose(notice.meaning(), tone + "Foreground"), "wmin 0");
    return banner;
  }
}
