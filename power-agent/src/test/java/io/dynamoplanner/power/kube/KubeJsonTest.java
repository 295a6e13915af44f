package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.power.api.ApiFailure;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.kube.KubeJson.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeJsonTest {
    private static final String POD = """
            {"metadata":{"labels":{"a":"b"},"name":"p","namespace":"n","uid":"u","resourceVersion":"7",
             "managedFields":[{"fieldsV1":{"f:metadata":{"f:annotations":{".":{}}}}}],
             "annotations":{"dynamo.nvidia.com/gpu-power-limit":"480","other":"%s"}},"kind":"PartialObjectMetadata"}
            """.formatted("x".repeat(4096));

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ofAListOnlyWhatIsUsedIsKept() throws IOException {
        KubeJson.Listing list = KubeJson.list(
                stream("{\"items\":[" + POD + "],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"12\"}}"));

        assertThat(list.version()).isEqualTo("12");
        assertThat(list.objects()).singleElement().satisfies(pod -> {
            assertThat(pod.namespace() + "/" + pod.name() + " " + pod.uid() + " " + pod.version())
                    .isEqualTo("n/p u 7");
            assertThat(pod.annotations()).containsOnlyKeys(CapText.ANNOTATION);
        });
        assertThat(KubeJson.list(stream("{\"items\":null,\"metadata\":{\"resourceVersion\":\"1\"}}"))
                        .objects())
                .isEmpty();
    }

    @Test
    void eventsAreReadInWhateverOrderTheirFieldsCome() throws IOException {
        try (var events = new KubeJson.Events(stream("{\"object\":" + POD + ",\"type\":\"ADDED\"}\n"
                + "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"9\"}}}\n"
                + "{\"type\":\"DELETED\",\"object\":" + POD + "}"))) {
            assertThat(events.next())
                    .hasValueSatisfying(event -> assertThat(event.change()).isEqualTo(Change.PRESENT));
            assertThat(events.next()).hasValueSatisfying(event -> {
                assertThat(event.change()).isEqualTo(Change.BOOKMARK);
                assertThat(event.object().version()).isEqualTo("9");
            });
            assertThat(events.next())
                    .hasValueSatisfying(event -> assertThat(event.change()).isEqualTo(Change.GONE));
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void anErrorEventIsAFailureWithItsStatus() throws IOException {
        try (var events = new KubeJson.Events(stream("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\","
                + "\"metadata\":{},\"message\":\"too old\",\"code\":410}}"))) {
            assertThatThrownBy(events::next).isInstanceOfSatisfying(ApiFailure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.GONE);
                assertThat(failure).hasMessage("410 too old");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "",
                "{\"metadata\":{\"resourceVersion\":\"1\"}}",
                "{\"items\":[]}",
                "{\"items\":{},\"metadata\":{\"resourceVersion\":\"1\"}}",
                "{\"items\":[{\"metadata\":{\"name\":\"no uid\"}}],\"metadata\":{\"resourceVersion\":\"1\"}}",
                "{\"items\":[",
            })
    void whatIsNoListIsRefusedAndNotTakenForAnEmptyOne(String text) {
        assertThatThrownBy(() -> KubeJson.list(stream(text))).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatIsDamagedIsAFailureAndNothingElse() {
        String good = "{\"items\":[" + POD + "],\"metadata\":{\"resourceVersion\":\"12\"}}";
        var random = new Random(4711);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                KubeJson.list(new ByteArrayInputStream(bytes));
            } catch (IOException expected) {
                assertThat(expected.getMessage()).isNotNull();
            }
        }
    }
}
