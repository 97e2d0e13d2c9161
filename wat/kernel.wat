;; title: A pass over memory that reads, works on and writes every byte, four 32-bit words at a time; and the sum of the words
;; features: threads, simd
;; memory: shared, plain
(module
  (import "env" "memory" (memory 1 65536 shared))

  ;; Adds 1 to each word of the $bytes bytes from $at on; $bytes is a multiple of 16. Three rounds of 16 multiplications, which cancel
  ;; out, make the pass take about a nanosecond per byte, like a filter or a step of a codec. Without them it would be hardly slower
  ;; than a copy.
  (func $bumpFrom (export "bumpFrom") (param $at i32) (param $bytes i32)
    (local $end i32)
    (local $word v128)
    (local $rounds i32)
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $word (v128.load (local.get $at)))
        (local.set $rounds (i32.const 3))
        (loop $round
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0x9e3779b1 0x9e3779b1 0x9e3779b1 0x9e3779b1)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (local.set $word (i32x4.mul (local.get $word) (v128.const i32x4 0xe8b2f51 0xe8b2f51 0xe8b2f51 0xe8b2f51)))
          (br_if $round (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
        (v128.store (local.get $at) (i32x4.add (local.get $word) (v128.const i32x4 1 1 1 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next))))

  (func (export "bump") (param $bytes i32)
    (call $bumpFrom (i32.const 0) (local.get $bytes)))

  ;; The sum, modulo 2^32, of the words of the first $bytes bytes; $bytes is a multiple of 16.
  (func (export "sum") (param $bytes i32) (result i32)
    (local $at i32)
    (local $sum v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $bytes)))
        (local.set $sum (i32x4.add (local.get $sum) (v128.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
      (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum))))))
