package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.dynamoplanner.k8s.resource.ApiObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineArgumentsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("MODEL", "org/env-model", "EMPTY", "");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--model org/m | org/m",
                "--model=org/m | org/m",
                "--model-path org/m | org/m",
                "--model-name org/m | org/m",
                "--model a --served-model-name b | b",
                "--model-path a --model b | b",
                "--model 'org/m with blanks' | org/m with blanks",
                "--model \"org/m\" | org/m",
                "--model org/m\\ x | org/m x",
                "--model a --model b | a",
                "--model --served-model-name b | b",
                "--model= --model-path b | b",
                "--model | ",
                "--models x | ",
                "serve org/m | ",
                "--model $(MODEL) | org/env-model",
                "--model ${MODEL} | org/env-model",
                "--model $MODEL | org/env-model",
                "--model x-$MODEL-$MODEL | x-org/env-model-org/env-model",
                "--model ${ABSENT:-org/default} | org/default",
                "--model ${MODEL:-org/default} | org/env-model",
                "--model $(SECRET) | ",
                "--model $(SECRET) --model-path org/m | org/m",
                "--model $(EMPTY) | ",
                "--model costs$ | costs$",
                "--chat-template it's --model org/m | org/m",
                "python3 -m dynamo.vllm --model org/m && echo 'done' | org/m"
            })
    void modelOfALine(String line, String model) {
        var arguments = new EngineArguments(List.of(new TextNode(line)), ENVIRONMENT);

        assertThat(arguments.model()).isEqualTo(Optional.ofNullable(model));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"--model\", \"org/m\"] | org/m",
                "[\"--model org/m\"] | org/m",
                "[\"-c\", \"python3 -m dynamo.sglang --model-path org/m\"] | org/m",
                "[\"--model=org/m\", null, 3, {}, [\"x\"]] | org/m",
                "[\"--chat-template\", \"don't {{ x }}\", \"--model\", \"org/m\"] | org/m",
                "{\"a\": \"--model=org/m\"} | org/m",
                "7 | ",
                "null | ",
                "[] | "
            })
    void modelOfAList(String list, String model) {
        var arguments = new EngineArguments(List.of(ApiObjects.json("[\"python3\"]"), ApiObjects.json(list)), Map.of());

        assertThat(arguments.model()).isEqualTo(Optional.ofNullable(model));
    }

    @Test
    void theCommandIsReadAsWell() {
        var arguments = new EngineArguments(
                List.of(ApiObjects.json("[\"python3\", \"--model\", \"org/m\"]"), ApiObjects.json("[]")), Map.of());

        assertThat(arguments.model()).contains("org/m");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--endpoint ns.backend.generate | ns.backend.generate",
                "--endpoint dyn://ns.backend.generate | ns.backend.generate",
                "--endpoint=dyn://ns.backend.generate | ns.backend.generate",
                "--endpoint backend.generate | ",
                "--endpoint ns.backend.generate.more | ",
                "--endpoint ns..generate | ",
                "--endpoint | ",
                "--model x | "
            })
    void endpoint(String line, String endpoint) {
        assertThat(new EngineArguments(List.of(new TextNode(line)), Map.of()).endpoint())
                .isEqualTo(Optional.ofNullable(endpoint));
    }

    @ParameterizedTest(name = "{0} has {1} words")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b  c | a,b,c",
                "'' x | ,x",
                "a'b c'd | ab cd",
                "\"a\\\"b\" | a\"b",
                "\"a\\nb\" | a\\nb",
                "'a\\b' | a\\b",
                "a\\'b | a'b",
                "end\\ | end\\",
                "it's a b | it's,a,b"
            })
    void words(String text, String words) {
        assertThat(String.join(",", ShellWords.split(text))).isEqualTo(words);
    }

    @Test
    void nothingHasNoWords() {
        assertThat(ShellWords.split("")).isEmpty();
        assertThat(ShellWords.split("  \n\t ")).isEmpty();
    }
}
