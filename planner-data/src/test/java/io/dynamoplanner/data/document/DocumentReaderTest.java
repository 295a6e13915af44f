package io.dynamoplanner.data.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
    @TempDir
    Path directory;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static SourceNode at(SourceNode mapping, String key) {
        return ((SourceNode.Mapping) mapping).find(key).orElseThrow().value();
    }

    @Test
    void everyValueKnowsItsLineAndColumn() {
        SourceNode yaml = DocumentReader.parseYaml("a.yaml", "one: 1\ntwo:\n  three: [x,\n    y]\n");

        SourceNode.Sequence list = (SourceNode.Sequence) at(at(yaml, "two"), "three");
        assertThat(list.items().get(1).position()).isEqualTo(new SourcePosition("a.yaml", 4, 5));
        assertThat(at(yaml, "one").position()).hasToString("a.yaml:1");
    }

    @Test
    void jsonAndYamlOfTheSameDocumentAgreeInKindsTextsAndLines() {
        String text = "{\"a\": 1,\n \"b\": [true, null, 2.50],\n \"c\": {\"d\": \"1.0\"}}";

        assertThat(DocumentReader.parseJson("x", text)).isEqualTo(DocumentReader.parseYaml("x", text));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "1.0, DECIMAL",
        "7, INTEGER",
        "22:30, INTEGER",
        "yes, BOOLEAN",
        "'~', NULL",
        "'\"7\"', TEXT",
        "2026-11-21, TEXT",
        "none, TEXT"
    })
    void yamlScalarsKeepTheirText(String text, SourceNode.Kind kind) {
        SourceNode.Scalar scalar = (SourceNode.Scalar) at(DocumentReader.parseYaml("x", "a: " + text), "a");

        assertThat(scalar.kind()).isEqualTo(kind);
        assertThat(scalar.text()).isEqualTo(text.replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\nb: 2\na: 3\n", "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}"})
    void aDuplicateKeyIsRefusedWithBothLines(String text) throws IOException {
        Path file = file("double.conf", text);

        assertThatThrownBy(() -> DocumentReader.read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("double.conf:3")
                .hasMessageContaining("key 'a'")
                .hasMessageContaining("line 1");
    }

    @Test
    void theMergeKeyAddsWhatTheMappingDoesNotHave() {
        SourceNode yaml = DocumentReader.parseYaml("x", "base: &b {p: 1, q: 2}\nown: {<<: *b, q: 3}\n");

        assertThat(((SourceNode.Scalar) at(at(yaml, "own"), "p")).text()).isEqualTo("1");
        assertThat(((SourceNode.Scalar) at(at(yaml, "own"), "q")).text()).isEqualTo("3");
    }

    @Test
    void nestedAliasesCannotFillTheMemory() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String ten = ("*a" + (i - 1) + ", ").repeat(10);
            bomb.append("a" + i + ": &a" + i + " [" + ten + "x]\n");
        }

        assertThatThrownBy(() -> DocumentReader.parseYaml("bomb.yaml", bomb.toString()))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("aliases");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: &x [*x]'                        | alias",
                "'a: !!java.net.URL [\"http://x\"]'  | tag",
                "'a: !!binary aGVsbG8='              | tag",
                "'a: [1, 2'                          | not valid YAML",
                "'a: *nowhere'                       | not valid YAML",
                "'[a]: 1'                            | line:1",
                "'? [1, 2]: 3'                       | key",
                "'<<: 3'                             | merge",
                "'a: \u0007'                         | character",
            })
    void brokenYamlIsRefusedAtItsLine(String text, String said) {
        String where = said.startsWith("line") ? "bad.yaml:1" : said;
        assertThatThrownBy(() -> DocumentReader.parseYaml("bad.yaml", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("bad.yaml:1")
                .hasMessageContaining(where)
                .hasMessageContaining("Remedy: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n\"a\": NaN}",
                "{\n\"a\": 1,}",
                "{\n\"a\" 1}",
                "{\n\"a\": \"open",
                "{\n\"a\": 01}",
                "{\n\"a\": 1} x",
                "{\n# no\n}"
            })
    void brokenJsonIsRefusedAtItsLine(String text) {
        assertThatThrownBy(() -> DocumentReader.parseJson("bad.json", text))
                .isInstanceOf(DocumentException.class)
                .hasMessageMatching("bad\\.json:[23]: (?s).*Remedy: .*");
    }

    @Test
    void aTokenWithoutQuotesIsNotRepeatedInTheError() {
        assertThatThrownBy(() -> DocumentReader.parseJson("x", "{\"token\": s3cr3t}"))
                .isInstanceOf(DocumentException.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void nestingHasALimitInBothLanguages() {
        String deep = "[".repeat(500) + "]".repeat(500);

        assertThatThrownBy(() -> DocumentReader.parseJson("x", deep)).isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> DocumentReader.parseYaml("x", deep)).isInstanceOf(DocumentException.class);
    }

    @Test
    void whatIsNoTextFileIsRefusedByName() throws IOException {
        Path empty = file("empty.yaml", "  \n");
        Path comment = file("comment.yaml", "# nothing\n");
        Path binary = Files.write(directory.resolve("image.yaml"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
        Path zeros = Files.write(directory.resolve("zeros.yaml"), new byte[100]);
        Path large = Files.write(directory.resolve("large.yaml"), new byte[DocumentReader.MAX_BYTES + 1]);
        Path missing = directory.resolve("missing.yaml");

        assertRefused(empty, "is empty");
        assertRefused(comment, "is empty");
        assertRefused(binary, "not UTF-8");
        assertRefused(zeros, "binary");
        assertRefused(large, "larger than");
        assertRefused(missing, "does not exist");
        assertRefused(directory, "is a directory");
    }

    private static void assertRefused(Path file, String said) {
        assertThatThrownBy(() -> DocumentReader.read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(said);
    }

    @Test
    void theNameDecidesTheLanguageAndOtherNamesAreTriedAsBoth() throws IOException {
        assertThat(at(DocumentReader.read(file("a.yml", "k: v")), "k").describe())
                .isEqualTo("text");
        assertThat(at(DocumentReader.read(file("b.conf", "{\"k\": 1}")), "k").describe())
                .isEqualTo("a number");
        assertThat(at(DocumentReader.read(file("c.conf", "{k: true}")), "k").describe())
                .isEqualTo("true or false");
        Path yamlCalledJson = file("d.json", "k: v");
        assertThatThrownBy(() -> DocumentReader.read(yamlCalledJson)).isInstanceOf(DocumentException.class);
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        Path file = Files.write(directory.resolve("bom.json"), "\uFEFF{\"k\": 1}".getBytes(StandardCharsets.UTF_8));

        assertThat(at(DocumentReader.read(file), "k").describe()).isEqualTo("a number");
    }

    @Test
    void anArgumentIsAFileOrInlineJson() throws IOException {
        Path file = file("p.yaml", "k: 1");

        assertThat(at(DocumentReader.readArgument(file.toString()), "k").describe())
                .isEqualTo("a number");
        assertThat(at(DocumentReader.readArgument("{\"k\": 1}"), "k").position())
                .hasToString("inline JSON:1");
        for (String neither : new String[] {"no-such.yaml", "x".repeat(10_000), "a\0b", " "}) {
            assertThatThrownBy(() -> DocumentReader.readArgument(neither))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining("neither an existing file nor a JSON object");
        }
    }
}
