/** The program {@code power-agent}: command line and wiring. */
package io.dynamoplanner.power;
