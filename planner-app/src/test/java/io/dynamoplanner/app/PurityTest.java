package io.dynamoplanner.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What keeps a decision replayable: the deciding module sees its arguments and nothing else. The packages it may use at
 * all are the subject of {@link LayersTest}; this is about classes and methods inside them.
 */
class PurityTest {
    private static final String CORE = "io.dynamoplanner.core..";

    @Test
    void coreHasNoThreadProcessOrClock() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat(belongToAnyOf(
                        Thread.class,
                        ThreadLocal.class,
                        Runtime.class,
                        Process.class,
                        ProcessBuilder.class,
                        Clock.class,
                        Timer.class,
                        Scanner.class))
                .check(ProductClasses.ALL);
    }

    @Test
    void coreHasNoSynchronizedMethod() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(CORE)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(ProductClasses.ALL);
    }

    @Test
    void coreReadsNothingButItsArguments() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .accessTargetWhere(dependsOnTheMachineOrTheMoment())
                .check(ProductClasses.ALL);
    }

    /** {@code String.format} and {@code formatted} write a decimal comma on half of the world's machines. */
    @Test
    void noFigureIsFormattedInTheLocaleOfTheMachine() {
        noClasses()
                .should()
                .accessTargetWhere(describe(
                        "formats in the default locale",
                        access -> isCall(access, String.class, "formatted", Object[].class)
                                || isCall(access, String.class, "format", String.class, Object[].class)))
                .check(ProductClasses.ALL);
    }

    private static DescribedPredicate<JavaAccess<?>> dependsOnTheMachineOrTheMoment() {
        return describe(
                "depends on the machine or the moment",
                access -> isSystem(access) || isNow(access) || isUnseededRandom(access) || isParallel(access));
    }

    private static boolean isSystem(JavaAccess<?> access) {
        if (access.getTargetOwner().isEquivalentTo(System.class)) {
            return !Set.of("arraycopy", "identityHashCode").contains(access.getName());
        }
        return access.getName().equals("systemDefault") || isCall(access, Locale.class, "getDefault");
    }

    private static boolean isNow(JavaAccess<?> access) {
        return access.getName().equals("now")
                && access.getTargetOwner().getPackageName().startsWith("java.time");
    }

    private static boolean isUnseededRandom(JavaAccess<?> access) {
        return isCall(access, Math.class, "random")
                || isCall(access, StrictMath.class, "random")
                || isCall(access, UUID.class, "randomUUID")
                || isCall(access, Random.class, "<init>")
                || isCall(access, SplittableRandom.class, "<init>")
                || isCall(access, RandomGenerator.class, "of", String.class)
                || isCall(access, RandomGenerator.class, "getDefault")
                || isCall(access, RandomGeneratorFactory.class, "create")
                || isCall(access, Collections.class, "shuffle", List.class);
    }

    private static boolean isParallel(JavaAccess<?> access) {
        return switch (access.getName()) {
            case "parallel" -> access.getTargetOwner().isAssignableTo(BaseStream.class);
            case "parallelStream", "parallelPrefix", "parallelSetAll", "parallelSort" -> true;
            default -> false;
        };
    }

    /** A call of exactly this overload. */
    private static boolean isCall(JavaAccess<?> access, Class<?> owner, String name, Class<?>... parameters) {
        return access.getTargetOwner().isEquivalentTo(owner)
                && access.getName().equals(name)
                && access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .toList()
                        .equals(Stream.of(parameters).map(Class::getName).toList());
    }
}
