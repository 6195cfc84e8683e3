#include "CEmbedded.h"

// #embed is C23; clang has it in every C, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char default_theme[] = {
#embed "../../themes/default.theme"
};
static const char light_theme[] = {
#embed "../../themes/light.theme"
};
static const char mono_theme[] = {
#embed "../../themes/mono.theme"
};
static const char high_contrast_theme[] = {
#embed "../../themes/high-contrast.theme"
};
static const char colour_blind_theme[] = {
#embed "../../themes/colour-blind.theme"
};
static const char frost_theme[] = {
#embed "../../themes/frost.theme"
};
static const char sand_theme[] = {
#embed "../../themes/sand.theme"
};
static const unsigned char demo[] = {
#embed "demo.pcapng"
};

static const struct {
  const char *name;
  const char *bytes;
  size_t length;
} themes[] = {
    {"default", default_theme, sizeof default_theme},
    {"light", light_theme, sizeof light_theme},
    {"high-contrast", high_contrast_theme, sizeof high_contrast_theme},
    {"colour-blind", colour_blind_theme, sizeof colour_blind_theme},
    {"frost", frost_theme, sizeof frost_theme},
    {"sand", sand_theme, sizeof sand_theme},
    {"mono", mono_theme, sizeof mono_theme},
};

const char *flowlanes_embedded_theme(size_t index, const char **name, size_t *length) {
  if (index >= sizeof themes / sizeof *themes) return NULL;
  *name = themes[index].name;
  *length = themes[index].length;
  return themes[index].bytes;
}

const unsigned char *flowlanes_embedded_demo(size_t *length) {
  *length = sizeof demo;
  return demo;
}
