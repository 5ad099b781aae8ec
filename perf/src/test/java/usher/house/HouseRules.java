package usher.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/**
 * What the compiler does not see of the house's order: which package may know what.
 *
 * <p>The patterns begin with two dots, so that they match the packages under {@code usher} and the
 * planted ones below {@code usher.house.planted}, which show that a rule can fail.
 */
final class HouseRules {

  /** The packages that get messages and the time as arguments and give results back: no more. */
  private static final String[] PURE = {
    "..sip.transport..",
    "..sip.message..",
    "..sip.transaction..",
    "..sip.dialog..",
    "..sip.digest..",
    "..sip.registrar..",
    "..sip.subscription..",
    "..sip.sdp..",
    "..routing..",
    "..core.call..",
    "..core.trunk..",
    "..core.agent..",
    "..core.lamp..",
    "..core.name..",
    "..core.replay..",
  };

  /** The types of {@code java.net} that are values, or turn text into text, and no connections. */
  private static final Set<String> ADDRESSES =
      Set.of(
          "java.net.InetAddress",
          "java.net.Inet4Address",
          "java.net.Inet6Address",
          "java.net.InetSocketAddress",
          "java.net.SocketAddress",
          "java.net.UnknownHostException",
          "java.net.URI",
          "java.net.URISyntaxException",
          "java.net.URLDecoder",
          "java.net.URLEncoder");

  private static final List<String> OUTSIDE_PACKAGES =
      List.of("io.netty", "java.nio.channels", "java.nio.file", "java.util.concurrent");

  private static final Set<String> OUTSIDE_TYPES =
      Set.of(
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.RandomAccessFile",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.Thread",
          "java.lang.Thread$Builder",
          "java.lang.ThreadLocal",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.Timer",
          "java.util.TimerTask");

  /**
   * Members of otherwise harmless types that read a clock, draw lots, wait, or ask a name server.
   */
  private static final Set<String> OUTSIDE_MEMBERS =
      Set.of(
          "java.lang.Math.random()",
          "java.lang.Object.notify()",
          "java.lang.Object.notifyAll()",
          "java.lang.Object.wait()",
          "java.lang.Object.wait(long)",
          "java.lang.Object.wait(long, int)",
          "java.lang.System.currentTimeMillis()",
          "java.lang.System.nanoTime()",
          "java.net.InetAddress.getAllByName(java.lang.String)",
          "java.net.InetAddress.getByName(java.lang.String)",
          "java.net.InetAddress.getCanonicalHostName()",
          "java.net.InetAddress.getHostName()",
          "java.net.InetAddress.getLocalHost()",
          "java.net.InetSocketAddress.<init>(java.lang.String, int)",
          "java.net.InetSocketAddress.getHostName()",
          "java.util.Collections.shuffle(java.util.List)",
          "java.util.Date.<init>()",
          "java.util.SplittableRandom.<init>()",
          "java.util.UUID.randomUUID()",
          "java.util.concurrent.TimeUnit.sleep(long)",
          "java.util.random.RandomGenerator.getDefault()",
          "java.util.random.RandomGenerator.of(java.lang.String)");

  /** Sockets, threads, locks, files and clocks stand around the pure packages, not in them. */
  static final ArchRule PURE_PACKAGES_KNOW_NO_OUTSIDE =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              describe("are sockets, files, threads, locks, clocks or lots", HouseRules::isOutside))
          .allowEmptyShould(true);

  /** The time and chance come in as arguments, so that a seed replays a day. */
  static final ArchRule PURE_PACKAGES_ARE_TOLD_TIME_AND_CHANCE =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .accessTargetWhere(
              describe("it reads a clock, draws lots, waits or resolves", HouseRules::asksOutside))
          .allowEmptyShould(true);

  /** Routing can be taken out and used by itself. */
  static final ArchRule ROUTING_NEEDS_THE_JDK_ONLY =
      classes()
          .that()
          .resideInAPackage("..routing..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("..routing..", "java..", "org.jspecify.annotations..")
          .allowEmptyShould(true);

  private HouseRules() {}

  /** No two packages below {@code root} know one another, not even round a corner. */
  static ArchRule noPackageCyclesBelow(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private static boolean isOutside(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    String name = element.getName();
    return OUTSIDE_TYPES.contains(name)
        || (in(element, "java.net") && !ADDRESSES.contains(name))
        || (OUTSIDE_PACKAGES.stream().anyMatch(outside -> in(element, outside))
            && !name.equals("java.util.concurrent.TimeUnit"));
  }

  private static boolean in(JavaClass type, String root) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  private static boolean asksOutside(JavaAccess<?> access) {
    String member = access.getTarget().getFullName();
    return OUTSIDE_MEMBERS.contains(member) || isNowOfJavaTime(access);
  }

  private static boolean isNowOfJavaTime(JavaAccess<?> access) {
    return access.getTarget().getName().equals("now") && in(access.getTargetOwner(), "java.time");
  }
}
