module.exports = require('./jest.temporary-files.cjs').remove;
