throw new Error("before there was a test");
