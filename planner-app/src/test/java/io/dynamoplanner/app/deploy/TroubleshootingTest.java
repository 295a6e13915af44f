package io.dynamoplanner.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.event.EventReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshoot.md} has a row for whatever a planner may say, and for nothing else. */
class TroubleshootingTest {
    private static final Path ROOT = Path.of("..");
    /** First argument of what makes a finding: a literal, or a choice between two of them. */
    private static final Pattern MADE =
            Pattern.compile("(?:Finding\\.(?:blocking|warning|info|ok)|new (?:Finding|Problems)"
                    + "|problems(?:\\(\\))?\\s*\\.warning)\\(\\s*([^,;]*?\"[^,;]*?),");

    private static final Pattern CONSTANT = Pattern.compile("String CODE = (\"[a-z-]+\");");
    private static final Pattern CODE = Pattern.compile("\"([a-z]+(?:-[a-z]+)*)\"");
    private static final Pattern SETTING = Pattern.compile("`([a-z]+(?:_[a-z]+)+)(?:: [^`]*)?`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    @Test
    void everyFindingIsExplainedAndNoneIsInvented() {
        assertThat(rows("## Findings")).containsExactlyInAnyOrderElementsOf(codes());
    }

    @Test
    void everyReasonOfAnEventIsExplainedAndNoneIsInvented() {
        assertThat(rows("## Events"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventReason.values())
                        .map(EventReason::label)
                        .toList());
    }

    @Test
    void theTypesOfEventsAreTheirs() {
        String events = section("## Events");
        assertThat(EventReason.values())
                .allSatisfy(reason -> assertThat(events).contains("| `" + reason.label() + "` | " + reason.type()));
    }

    /** What is quoted as the text of an outcome is said somewhere. */
    @Test
    void everyOutcomeIsExplainedAndEveryTextIsSaid() {
        List<String> rows = rows("## Outcomes");
        List<String> outcomes = Arrays.stream(Outcome.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
        assertThat(rows).containsAll(outcomes);

        String said = sources().collect(Collectors.joining("\n"));
        assertThat(rows)
                .filteredOn(row -> !outcomes.contains(row))
                .isNotEmpty()
                .allSatisfy(
                        text -> assertThat(said).contains(text.replace("…", "").strip()));
    }

    /** A setting that a remedy names can be set. */
    @Test
    void everySettingThatIsNamedExists() {
        String settings = text(ROOT.resolve(Path.of("docs", "configuration.md")));

        assertThat(SETTING.matcher(text(ROOT.resolve(Path.of("docs", "troubleshoot.md"))))
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> !name.startsWith("dynamo_"))
                        .distinct())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(settings).contains("\n| `" + name + "`"));
    }

    private static SortedSet<String> codes() {
        SortedSet<String> codes = new TreeSet<>();
        sources().forEach(source -> {
            for (Pattern pattern : List.of(MADE, CONSTANT)) {
                Matcher made = pattern.matcher(source);
                while (made.find()) {
                    Matcher code = CODE.matcher(made.group(1));
                    while (code.find()) {
                        codes.add(code.group(1));
                    }
                }
            }
        });
        return codes;
    }

    /** The sources of the product. */
    private static Stream<String> sources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(TroubleshootingTest::sourcesIn)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> sourcesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(TroubleshootingTest::text)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows(String heading) {
        return ROW.matcher(section(heading)).results().map(row -> row.group(1)).toList();
    }

    /** The part of the document below a heading, up to the next one of its level. */
    private static String section(String heading) {
        String document = text(ROOT.resolve(Path.of("docs", "troubleshoot.md")));
        int start = document.indexOf("\n" + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = document.indexOf("\n## ", start + 1);
        return document.substring(start, end < 0 ? document.length() : end);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
