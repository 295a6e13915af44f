package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.power.api.ApiFailure;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.kube.KubeJson.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
                "{\"items\":[],\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"abc\"}}",
                "{\"items\":[null],\"metadata\":{\"resourceVersion\":\"1\"}}",
                "{\"items\":[7],\"metadata\":{\"resourceVersion\":\"1\"}}",
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

    private static String podWith(String key, String value) {
        return "{\"metadata\":{\"name\":\"p\",\"uid\":\"u\",\"resourceVersion\":\"7\",\"annotations\":{\"" + key
                + "\":\"" + value + "\"}}}";
    }

    private static KubeObject only(String object) throws IOException {
        return KubeJson.list(stream("{\"items\":[" + object + "],\"metadata\":{\"resourceVersion\":\"12\"}}"))
                .objects()
                .get(0);
    }

    /** A quarter of a megabyte is legal for each pod, and the agent has 16 MB for all of them. */
    @ParameterizedTest
    @ValueSource(strings = {CapText.ANNOTATION, Emergency.ANNOTATION, Names.MANIFEST_HASH, Names.MANIFEST_MIRROR})
    void ofAValueThatCanMeanNothingOnlyTheBeginningIsKept(String key) throws IOException {
        String kept = only(podWith(key, "9".repeat(256 << 10))).annotation(key);

        assertThat(kept).startsWith("9999999").hasSizeLessThan(200);
        assertThat(CapText.parse(kept)).isInstanceOf(CapText.Unusable.class);
        assertThat(Emergency.parse(kept, "x").on()).isTrue();
    }

    @Test
    void theSameHoldsForTheSwitches() throws IOException {
        KubeObject control = only("{\"metadata\":{\"uid\":\"u\"},\"data\":{\"uninstall\":\"true" + "x".repeat(4096)
                + "\",\"emergency\":\"off" + " ".repeat(4096) + "\"}}");

        assertThat(control.data().get(ControlMap.UNINSTALL))
                .hasSizeLessThan(200)
                .isNotEqualTo("true");
        assertThat(control.data()).containsEntry(ControlMap.EMERGENCY, "off");
    }

    @Test
    void aNumberThatIsCutByItsLengthDoesNotBecomeAnother() throws IOException {
        String kept = only(podWith(CapText.ANNOTATION, "480" + " ".repeat(4096) + "0"))
                .annotation(CapText.ANNOTATION);
        assertThat(CapText.parse(kept)).isInstanceOf(CapText.Unusable.class);

        String blanks =
                only(podWith(CapText.ANNOTATION, " ".repeat(4096) + "480 ")).annotation(CapText.ANNOTATION);
        assertThat(CapText.parse(blanks)).isEqualTo(new CapText.Watts(480));
    }

    @Test
    void anErrorEventWithoutACodeIsARefusal() throws IOException {
        try (var events = new KubeJson.Events(stream("{\"type\":\"ERROR\",\"object\":{\"message\":\"no\"}}"))) {
            assertThatThrownBy(events::next)
                    .isInstanceOfSatisfying(
                            ApiFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ApiFailure.Kind.REFUSED));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void aServerInTroubleIsBusy(int status) {
        assertThat(ApiFailure.refused(status, "x", Optional.empty()).kind()).isEqualTo(ApiFailure.Kind.BUSY);
    }
}
