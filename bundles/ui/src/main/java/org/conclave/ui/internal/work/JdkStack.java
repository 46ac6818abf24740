package org.conclave.ui.internal.work;

import java.awt.EventQueue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.print.DocFlavor;
import javax.print.PrintService;
import javax.print.PrintServiceLookup;
import javax.print.attribute.AttributeSet;
import javax.swing.JFrame;
import javax.swing.ToolTipManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the JVM make what it never lets go of on a stack that has only classes of the JVM.
 *
 * <p>Components and timers keep the access control context of whoever was on the stack when they
 * were made. The JVM's tool tip manager lives as long as the JVM, and its last frame nearly so:
 * made by the window, they would hold the window's class loader after its bundle has stopped.
 *
 * <p>All is made on the event thread, after what was given to it before. To be called on another
 * one, which waits.
 */
public final class JdkStack {
  private static final Logger LOG = LoggerFactory.getLogger(JdkStack.class);
  private static final long PATIENCE_SECONDS = 2;

  private JdkStack() {}

  /** A new frame, not yet shown. */
  public static JFrame newFrame() throws InterruptedException {
    try {
      return (JFrame)
          make(
              MethodHandles.publicLookup()
                  .findConstructor(JFrame.class, MethodType.methodType(void.class)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no frames", e);
    }
  }

  /** Has the tool tip manager made, unless there is one already. */
  public static void prepareToolTips() throws InterruptedException {
    try {
      make(
          MethodHandles.publicLookup()
              .findStatic(
                  ToolTipManager.class,
                  "sharedInstance",
                  MethodType.methodType(ToolTipManager.class)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no tool tip manager", e);
    }
  }

  /**
   * The printers of this machine; takes as long as it takes. Looking for them starts a thread of
   * the JVM that never ends. To be called on a thread that may wait.
   */
  public static List<PrintService> printers() throws ReflectiveOperationException {
    MethodHandle look =
        MethodHandles.insertArguments(
            MethodHandles.publicLookup()
                .findStatic(
                    PrintServiceLookup.class,
                    "lookupPrintServices",
                    MethodType.methodType(
                        PrintService[].class, DocFlavor.class, AttributeSet.class)),
            0,
            DocFlavor.SERVICE_FORMATTED.PRINTABLE,
            null);
    @SuppressWarnings("unchecked")
    Callable<PrintService[]> call = MethodHandleProxies.asInterfaceInstance(Callable.class, look);
    return List.of(ForkJoinPool.commonPool().submit(call).join());
  }

  /**
   * Posting an event keeps the poster's context too, so the post itself is made by a thread of the
   * JVM's common pool.
   */
  private static Object make(MethodHandle making)
      throws ReflectiveOperationException, InterruptedException {
    FutureTask<?> task =
        new FutureTask<>(MethodHandleProxies.asInterfaceInstance(Callable.class, making));
    MethodHandle post =
        MethodHandles.publicLookup()
            .findStatic(
                EventQueue.class, "invokeLater", MethodType.methodType(void.class, Runnable.class));
    ForkJoinPool.commonPool()
        .execute(MethodHandleProxies.asInterfaceInstance(Runnable.class, post.bindTo(task)));
    try {
      try {
        return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        LOG.info("The common pool or the event thread is busy: the window will not be unloaded");
        EventQueue.invokeLater(task);
        return task.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the JVM did not make a part of the window", e.getCause());
    }
  }
}
