package io.dynamoplanner.power.cap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmergencyTest {
    @ParameterizedTest
    @CsvSource({"'',false,", "off,false,", "False,false,", "on,true,", "300,true,300", "300 W!,true,", "0,true,"})
    void inDoubtItIsOn(String text, boolean on, Integer watts) {
        Emergency emergency = Emergency.parse(text, "node n1");

        assertThat(emergency.on()).isEqualTo(on);
        assertThat(emergency.watts().isPresent()).isEqualTo(watts != null);
    }

    @Test
    void ofTwoSwitchesTheLowerOneCounts() {
        Emergency node = Emergency.parse("300", "node");
        Emergency cluster = Emergency.parse("on", "config map");

        assertThat(node.and(cluster, 400)).isEqualTo(node);
        assertThat(node.and(cluster, 250)).isEqualTo(cluster);
        assertThat(Emergency.off().and(node, 250)).isEqualTo(node);
    }
}
