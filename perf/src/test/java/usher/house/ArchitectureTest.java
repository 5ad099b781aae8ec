package usher.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The rules hold for the house, and each of them fails on what was planted against it. */
class ArchitectureTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("usher");

  private static final JavaClasses PLANTED =
      new ClassFileImporter().importPackages("usher.house.planted");

  @Test
  void everyModuleWasRead() {
    for (String name : new String[] {"sip", "routing", "core", "softphone", "perf"}) {
      assertThat(HOUSE.containPackage("usher." + name)).as(name).isTrue();
    }
    assertThat(HOUSE.containPackage("usher.house")).isFalse();
  }

  @Test
  void noTwoPackagesKnowOneAnother() {
    HouseRules.noPackageCyclesBelow("usher").check(HOUSE);
  }

  @Test
  void purePackagesKnowNoSocketFileThreadLockOrClock() {
    HouseRules.PURE_PACKAGES_KNOW_NO_OUTSIDE.check(HOUSE);
  }

  @Test
  void purePackagesAreToldTimeAndChance() {
    HouseRules.PURE_PACKAGES_ARE_TOLD_TIME_AND_CHANCE.check(HOUSE);
  }

  @Test
  void routingNeedsTheJdkOnly() {
    HouseRules.ROUTING_NEEDS_THE_JDK_ONLY.check(HOUSE);
  }

  @Test
  void aPlantedCycleIsFound() {
    assertThat(violationsOf(HouseRules.noPackageCyclesBelow("usher.house.planted")))
        .contains("Slice cycle.one", "Slice cycle.two");
  }

  @Test
  void aPlantedSocketLockFileThreadAndNettyBufferAreFoundAndAnAddressIsNot() {
    assertThat(violationsOf(HouseRules.PURE_PACKAGES_KNOW_NO_OUTSIDE))
        .contains("java.net.DatagramSocket")
        .contains("java.util.concurrent.locks.ReentrantLock")
        .contains("java.nio.file.Files")
        .contains("java.lang.Thread")
        .contains("java.util.Random")
        .contains("io.netty.buffer.ByteBuf")
        .doesNotContain("of type <java.net.InetSocketAddress>")
        .doesNotContain("of type <java.util.concurrent.TimeUnit>");
  }

  @Test
  void aPlantedClockLotAndNameLookupAreFoundEvenAsMethodReferences() {
    assertThat(violationsOf(HouseRules.PURE_PACKAGES_ARE_TOLD_TIME_AND_CHANCE))
        .contains("System.nanoTime()")
        .contains("Instant.now()")
        .contains("UUID.randomUUID()")
        .contains("Math.random()")
        .contains("InetAddress.getByName(");
  }

  @Test
  void aPlantedLibraryInRoutingIsFound() {
    assertThat(violationsOf(HouseRules.ROUTING_NEEDS_THE_JDK_ONLY))
        .contains("org.HdrHistogram.Histogram");
  }

  private static String violationsOf(ArchRule rule) {
    return String.join("\n", rule.evaluate(PLANTED).getFailureReport().getDetails());
  }
}
