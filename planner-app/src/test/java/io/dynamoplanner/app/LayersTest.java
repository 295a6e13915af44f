package io.dynamoplanner.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each module may use. */
class LayersTest {
    private static final String ROOT = "io.dynamoplanner.";
    /**
     * One module: its package below the root, and all that it may use besides itself and the annotations for null.
     *
     * @param modules other modules of the product
     * @param libraries packages of third parties
     * @param jdk packages of the JDK
     */
    record Module(String name, List<String> modules, List<String> libraries, List<String> jdk) {
        private static final List<String> ALL_OF_JAVA = List.of("java..", "javax..");

        static Stream<Module> all() {
            return Stream.of(
                    // A list of what is allowed, so that a new way to do I/O or to look at the clock is refused as
                    // well.
                    new Module(
                            "core",
                            List.of(),
                            List.of("org.apache.commons.math3.."),
                            List.of(
                                    "java.lang",
                                    "java.lang.annotation",
                                    "java.lang.invoke",
                                    "java.lang.runtime",
                                    "java.math",
                                    "java.time..",
                                    "java.util",
                                    "java.util.function",
                                    "java.util.random",
                                    "java.util.stream")),
                    new Module("predict", List.of("core"), List.of("org.apache.commons.math3.."), ALL_OF_JAVA),
                    new Module(
                            "data",
                            List.of("core"),
                            List.of("com.fasterxml.jackson..", "org.yaml.snakeyaml.."),
                            ALL_OF_JAVA),
                    new Module(
                            "metrics",
                            List.of("core"),
                            List.of("com.fasterxml.jackson..", "io.micrometer..", "io.prometheus.."),
                            ALL_OF_JAVA),
                    new Module(
                            "k8s",
                            List.of("core"),
                            List.of(
                                    "com.fasterxml.jackson..",
                                    "io.fabric8.kubernetes..",
                                    "io.javaoperatorsdk..",
                                    "org.slf4j.."),
                            ALL_OF_JAVA),
                    new Module("sim", List.of("core", "data"), List.of(), ALL_OF_JAVA),
                    new Module(
                            "app",
                            List.of("core", "predict", "data", "metrics", "k8s", "sim"),
                            List.of(
                                    "picocli..",
                                    "org.apache.commons.math3..",
                                    "com.fasterxml.jackson..",
                                    "io.fabric8.kubernetes..",
                                    "org.slf4j..",
                                    "ch.qos.logback.."),
                            Stream.concat(ALL_OF_JAVA.stream(), Stream.of("com.sun.net.httpserver.."))
                                    .toList()));
        }

        String packages() {
            return ROOT + name + "..";
        }

        String[] allowed() {
            return Stream.of(
                            modules.stream().map(module -> ROOT + module + ".."),
                            libraries.stream(),
                            jdk.stream(),
                            Stream.of(packages(), "org.jspecify.annotations", ""))
                    .flatMap(packages -> packages)
                    .toArray(String[]::new);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("io.dynamoplanner.app.LayersTest$Module#all")
    void moduleUsesOnlyWhatItMay(Module module) {
        classes()
                .that()
                .resideInAPackage(module.packages())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(module.allowed())
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }

    /** Guards the other tests: a rule over classes that were not read holds. */
    @ParameterizedTest
    @MethodSource("io.dynamoplanner.app.LayersTest$Module#all")
    void everySourceFileOfTheModuleWasRead(Module module) throws IOException {
        assertThat(classesRead(module)).containsExactlyElementsOf(sourceFiles(module));
    }

    @Test
    void everyClassBelongsToAModule() {
        Set<String> modules = Module.all().map(Module::name).collect(Collectors.toSet());

        assertThat(ProductClasses.ALL)
                .allSatisfy(type -> assertThat(modules)
                        .as(type.getName())
                        .contains(type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0]));
    }

    @Test
    void packagesOfCoreHaveNoCycle() {
        slices().matching(ROOT + "core.(*)..").should().beFreeOfCycles().check(ProductClasses.ALL);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Helpers")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(ProductClasses.ALL);
    }

    /** Top-level classes of a module, sorted. */
    private static Set<String> classesRead(Module module) {
        return ProductClasses.ALL.stream()
                .filter(type -> type.getPackageName().equals(ROOT + module.name)
                        || type.getPackageName().startsWith(ROOT + module.name + "."))
                .filter(type -> type.getEnclosingClass().isEmpty()
                        && !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The class that each source file of a module has to hold, sorted. */
    private static Set<String> sourceFiles(Module module) throws IOException {
        // Maven runs tests in the directory of their module.
        Path sources = Path.of("..", "planner-" + module.name, "src", "main", "java");
        if (!Files.isDirectory(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .map(file -> sources.relativize(file).toString())
                    .map(file ->
                            file.substring(0, file.length() - ".java".length()).replace(File.separatorChar, '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
