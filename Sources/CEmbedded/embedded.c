#include "CEmbedded.h"
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char demo[] = {
#embed "demo.pcapng"
};
const unsigned char *flowlanes_embedded_demo(size_t *length) { *length = sizeof demo; return demo; }
