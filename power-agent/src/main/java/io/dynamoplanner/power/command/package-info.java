/** The commands of {@code power-agent}. */
package io.dynamoplanner.power.command;
