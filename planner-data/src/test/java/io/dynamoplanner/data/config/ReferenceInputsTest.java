package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the loader, the schema and the list of deviations against what the reference was seen to do. */
class ReferenceInputsTest {
    /** The recording shows the listen address without its directory. */
    private static final String LISTEN = "unix://registry.sock";

    private static Stream<JsonNode> inputs() {
        return Reference.inputs().stream();
    }

    private static Stream<Deviation> examples() {
        return Deviations.all().stream().filter(deviation -> deviation.example().isPresent());
    }

    private static PlannerConfig load(String text) {
        SourceNode document = DocumentReader.parseYaml("planner.yaml", text);
        return ConfigLoader.loadDocument(Optional.of(document), Map.of(), Map.of());
    }

    private static List<Problem> problemsOf(String text) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(text));
        return refused == null ? List.of() : refused.problems();
    }

    private static List<String> deviating(Deviation.Kind kind) {
        return Deviations.all().stream()
                .filter(deviation -> deviation.kind() == kind)
                .map(Deviation::field)
                .toList();
    }

    @Test
    void allRecordedInputsAreThere() {
        assertThat(Reference.inputs()).hasSize(38);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void everyRecordedInputHasTheSameOutcomeOrIsAListedDeviation(JsonNode recorded) {
        String text = recorded.get("in").toString();
        List<Problem> problems = problemsOf(text);
        boolean accepted = recorded.get("ok").booleanValue();

        if (!problems.isEmpty() && accepted) {
            assertThat(problems).extracting(Problem::field).isSubsetOf(deviating(Deviation.Kind.REFUSED));
        } else if (problems.isEmpty() && !accepted) {
            List<String> fields = new ArrayList<>();
            recorded.get("in").fieldNames().forEachRemaining(fields::add);
            assertThat(fields).containsAnyElementsOf(deviating(Deviation.Kind.ACCEPTED));
        } else if (accepted) {
            assertThat(differing(load(text), recorded.get("dump"))).isSubsetOf(deviating(Deviation.Kind.OTHER_VALUE));
        }
    }

    private static List<String> differing(PlannerConfig config, JsonNode dump) {
        List<String> fields = new ArrayList<>();
        for (ConfigField<?> field : ConfigFields.all()) {
            if (dump.has(field.name()) && !Reference.same(shown(config, field), dump.get(field.name()))) {
                fields.add(field.name());
            }
        }
        return fields;
    }

    private static <T> JsonNode shown(PlannerConfig config, ConfigField<T> field) {
        JsonNode shown = field.show(config.get(field));
        if (field == (ConfigField<?>) PluginFields.SCHEDULING) {
            ((ObjectNode) shown.get("gateway")).put("listen", LISTEN);
        }
        return shown;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void everyDeviationBehavesAsListed(Deviation deviation) {
        String example = deviation.example().orElseThrow();
        List<Problem> problems = problemsOf(example);

        if (deviation.kind() != Deviation.Kind.REFUSED) {
            assertThat(problems).isEmpty();
        } else if (deviation.field().equals(Deviations.UNKNOWN_KEY)) {
            assertThat(problems).extracting(Problem::rule).containsExactly("is not a known field");
        } else {
            assertThat(problems).isNotEmpty();
            assertThat(problems).allMatch(problem -> problem.field().startsWith(deviation.field()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void theSchemaSaysWhatTheLoaderSaysWhereverOneFieldDecides(JsonNode recorded) {
        String text = recorded.get("in").toString();
        boolean refusedByOneField = problemsOf(text).stream().anyMatch(p -> p.kind() == Problem.Kind.FIELD);

        assertThat(schema().validate(text, InputFormat.JSON))
                .satisfies(errors ->
                        assertThat(errors.isEmpty()).as(errors.toString()).isEqualTo(!refusedByOneField));
    }

    @Test
    void theSchemaAcceptsItsOwnDefaults() {
        StringBuilder document = new StringBuilder("{");
        for (ConfigField<?> field : ConfigFields.all()) {
            document.append(document.length() > 1 ? "," : "")
                    .append('"')
                    .append(field.name())
                    .append("\":")
                    .append(initial(field));
        }
        document.append('}');

        assertThat(schema().validate(document.toString(), InputFormat.JSON)).isEmpty();
        assertThatCode(() -> load(document.toString())).doesNotThrowAnyException();
    }

    private static <T> JsonNode initial(ConfigField<T> field) {
        return field.show(field.initial());
    }

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(ConfigSchema.text(), InputFormat.JSON);
    }
}
