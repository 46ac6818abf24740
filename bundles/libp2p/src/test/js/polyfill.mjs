// js-libp2p is written for Node 22; these are the parts of it that Node 20 lacks.

if (Promise.withResolvers === undefined) {
  Promise.withResolvers = function () {
    const parts = {}
    parts.promise = new this((resolve, reject) => Object.assign(parts, { resolve, reject }))
    return parts
  }
}

if (globalThis.CustomEvent === undefined) {
  globalThis.CustomEvent = class CustomEvent extends Event {
    constructor (type, options) {
      super(type, options)
      this.detail = options?.detail ?? null
    }
  }
}

const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))

function helper (name, method) {
  if (!(name in iterators)) {
    Object.defineProperty(iterators, name, { value: method, configurable: true, writable: true })
  }
}

helper('map', function * (change) {
  let n = 0
  for (const item of this) yield change(item, n++)
})
helper('filter', function * (wanted) {
  let n = 0
  for (const item of this) if (wanted(item, n++)) yield item
})
helper('toArray', function () { return Array.from(this) })
helper('forEach', function (each) { Array.from(this).forEach((item, n) => each(item, n)) })
helper('some', function (wanted) { return Array.from(this).some(item => wanted(item)) })
helper('every', function (wanted) { return Array.from(this).every(item => wanted(item)) })
helper('find', function (wanted) { return Array.from(this).find(item => wanted(item)) })
