//! What is accepted right before the end is in time.

use larder::EventBridge;

use super::{LONG, World, click, cs, record, recorded};

#[test]
fn what_a_durable_bridge_accepts_right_before_its_close_is_handled() {
    const ENDS: i64 = 500;
    let world = World::new(cs::bootstrap);

    let left = (0..ENDS).map(|at| {
        let bridge = EventBridge::options("clicks").durable().start(&world, record).unwrap();
        bridge.submit(click("a", at)).unwrap();
        bridge.close(LONG).unwrap()
    });

    assert_eq!(left.filter(|left| *left > 0).count(), 0);
    assert_eq!(recorded(&world), (0..ENDS).map(|at| click("a", at)).collect::<Vec<_>>());
}
